import type { AppliedFile } from "../api/pipelines";

type Standing = Pick<AppliedFile, "number" | "index" | "state">;
interface Waiting {
  number: number;
  index: number;
  state: "building" | "ready";
}

/** The file whose index version is on its way; one that was replaced since then has had its turn. */
export function waitingFile(files: readonly Standing[]): Waiting | null {
  const answering = files.findIndex(({ state }) => state === "live");
  const newer = answering === -1 ? files : files.slice(0, answering);
  for (const { number, index, state } of newer) {
    if (index !== null && (state === "building" || state === "ready")) return { number, index, state };
  }
  return null;
}
