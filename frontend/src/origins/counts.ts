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

/** What is told of a run: what a dry run counts as removed isn't told again as what it would ask about. */
export const countsOf = ({ counts, dry_run }: Pick<SourceRun, "counts" | "dry_run">): SourceRun["counts"] =>
  dry_run ? { ...counts, would_remove: 0 } : counts;
