import { useState } from "react";
import type { Present } from "../api/pipelines";

/** What is being written, and the file that it was made of. */
export interface Written {
  readonly content: string;
  readonly start: Present;
  /** The text was applied: it is made of the file that stands once this one does not any more. */
  readonly isApplied: boolean;
}

/** What is being written once a file stands: only what was applied moves along with it, and once. */
export function settled(written: Written, present: Present): Written {
  const hasMoved = written.isApplied && written.start.base !== present.base;
  return hasMoved ? { ...written, start: present, isApplied: false } : written;
}

/** The file under change, which remembers how the pipeline stood when it was begun. */
export function useDraft(present: Present) {
  const [kept, setWritten] = useState<Written | null>(null);
  const written = kept && settled(kept, present);
  if (written !== kept) setWritten(written);
  const content = written?.content ?? present.content;
  const start = written?.start ?? present;
  return {
    content,
    start,
    isChanged: content !== present.content,
    isOutdated: start.base !== present.base,
    write: (changed: string) => setWritten({ content: changed, start, isApplied: false }),
    discard: () => setWritten(null),
    /** Keep the text, as one that was made of the present file and of none that comes later. */
    goOn: () => setWritten({ content, start: present, isApplied: false }),
    /** Keep the text that was applied just now. */
    keepApplied: () => setWritten({ content, start, isApplied: true }),
  };
}
