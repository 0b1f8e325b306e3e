import type { AppliedFile, Line } from "../api/pipelines";

/** Whether a file was applied after the pipeline stood as `base` names it: that begins with the last file's number. */
export function isNewer({ number }: Pick<AppliedFile, "number">, base: string): boolean {
  const last = /(\d+)-/.exec(base)?.[1];
  return last !== undefined && number > Number(last);
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
