/** What a run counted, in words; what did not happen is not told. */
import type { Happened, SourceRun } from "../api/types";
import { text } from "./text";

export const sorts = Object.keys(text.happened) as Happened[];

export function countWords(counts: SourceRun["counts"]): string {
  const told = sorts
    .filter((sort) => counts[sort] > 0)
    .map((sort) => `${counts[sort]} ${text.happened[sort]}`);
  return told.length === 0 ? text.unchangedOnly : told.join(", ");
}
