import { useSyncExternalStore } from "react";
import { uploadQueue } from "./uploadQueue";
import type { UploadItem } from "./uploads";

/** Follow the page's uploads. */
export function useUploads(): readonly UploadItem[] {
  return useSyncExternalStore(uploadQueue.subscribe, uploadQueue.snapshot);
}
