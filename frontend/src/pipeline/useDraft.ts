import { useState } from "react";
import type { Present } from "../api/pipelines";
import { numberOf } from "./conflict";

/** What is being written, and the file that it was made of. */
export interface Written {
  readonly content: string;
  readonly start: Present;
  /** The number under which it was applied: it is made of that file as soon as the page knows it. */
  readonly applied: number | null;
}

/** What is being written once a file stands: only what was applied moves along, and to no file but its own. */
export function settled(written: Written, present: Present): Written {
  if (written.applied === null || written.applied !== numberOf(present.base)) return written;
  return { ...written, start: present, applied: null };
}

/** The file under change, which remembers how the pipeline stood when it was begun. */
export function useDraft(present: Present) {
  const [kept, setWritten] = useState<Written | null>(null);
  const written = kept && settled(kept, present);
  if (written !== kept) setWritten(written);
  const content = written?.content ?? present.content;
  const start = written?.start ?? present;
  const applied = written?.applied ?? null;
  return {
    content,
    start,
    isChanged: content !== present.content,
    isOutdated: start.base !== present.base,
    write: (changed: string) => setWritten({ content: changed, start, applied }),
    discard: () => setWritten(null),
    /** Keep the text, as one that was made of the present file and of none that comes later. */
    goOn: () => setWritten({ content, start: present, applied: null }),
    /** Keep the text that was applied just now. */
    keepApplied: (number: number) => setWritten({ content, start, applied: number }),
  };
}
