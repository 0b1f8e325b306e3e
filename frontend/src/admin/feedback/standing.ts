/** Which entry is looked at: it stays, although what is done about it may take it out of the list. */
import type { FeedbackEntry } from "../../api/types";

/** The entry that was chosen, as the server last told of it, whether the list still has it or not. */
export function standing<Entry extends Pick<FeedbackEntry, "id" | "updated_at">>(
  held: Entry | null,
  listed: readonly Entry[],
): Entry | null {
  const found = listed.find(({ id }) => id === held?.id);
  if (held === null || found === undefined) return held;
  return found.updated_at > held.updated_at ? found : held;
}

/** What somebody writes about an entry before it is saved. */
export type Findings = Pick<FeedbackEntry, "diagnosis" | "note">;
