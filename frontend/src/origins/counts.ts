/** What a run counted, in words; what did not happen is not told. */
import type { Happened, SourceRun } from "../api/types";
import { text } from "./text";

export const sorts = Object.keys(text.happened) as Happened[];

type Counted = Pick<SourceRun, "counts" | "dry_run">;

/** What happened to an item; in a dry run, what would. */
export const happenedWords = (sort: Happened, isDry: boolean): string =>
  isDry ? text.foreseen[sort] : text.happened[sort];

/** The counts of a run; nothing where it counted nothing. */
export function countWords({ counts, dry_run }: Counted): string {
  // What a dry run counts as removed isn't told again as what it would ask about.
  return sorts
    .filter((sort) => counts[sort] > 0 && !(dry_run && sort === "would_remove"))
    .map((sort) => `${counts[sort].toLocaleString("en")} ${happenedWords(sort, dry_run)}`)
    .join(", ");
}
