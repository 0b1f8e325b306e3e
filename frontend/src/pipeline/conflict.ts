import type { AppliedFile, Line } from "../api/pipelines";
import { formatMoment } from "../ui/time";
import { text } from "./text";

type Authored = Pick<AppliedFile, "author" | "number" | "applied_at">;

/** Who applied a file meanwhile; that another version was promoted where nobody did. */
export function changedBy(theirs: Authored | undefined): string {
  if (theirs === undefined) return text.conflictPromoted;
  const { author, number, applied_at } = theirs;
  return text.conflictBy(author.name || author.email || text.somebody, number, formatMoment(applied_at));
}

/** The number of the file that was applied last where a pipeline stands as `base` names it: that begins with it. */
export function numberOf(base: string): number | null {
  const last = /(\d+)-/.exec(base)?.[1];
  return last === undefined ? null : Number(last);
}

/** Whether a file was applied after the pipeline stood as `base` names it. */
export function isNewer({ number }: Pick<AppliedFile, "number">, base: string): boolean {
  const last = numberOf(base);
  return last !== null && number > last;
}

const opposite = { same: "same", added: "removed", removed: "added" } as const;

/** The same comparison seen from the other file; what goes still stands before what comes in its place. */
export function turned(lines: readonly Line[]): Line[] {
  const ordered: Line[] = [];
  let coming: Line[] = [];
  for (const { kind, old, new: now, text } of lines) {
    const line = { kind: opposite[kind], old: now, new: old, text };
    if (line.kind === "added") coming.push(line);
    else if (line.kind === "removed") ordered.push(line);
    else {
      ordered.push(...coming, line);
      coming = [];
    }
  }
  return [...ordered, ...coming];
}
