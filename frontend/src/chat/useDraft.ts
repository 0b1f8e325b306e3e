import { useSyncExternalStore } from "react";
import { type Draft, drafts } from "./drafts";

/** Follow what is being written at a place. */
export function useDraft(place: string): Draft {
  return useSyncExternalStore(drafts.subscribe, () => drafts.at(place));
}
