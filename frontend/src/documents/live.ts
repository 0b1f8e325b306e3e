/** Which version of a document answers: not always the latest. */
import type { RaglanDocument } from "../api/types";

/** Whether an older version answers while the latest one isn't ready, or never gets so. */
export function hasOlderAnswer<D extends Pick<RaglanDocument, "version" | "live_version">>(
  document: D,
): document is D & { live_version: number } {
  return document.live_version !== null && document.live_version < document.version;
}
