import { useState } from "react";
import type { Present } from "../api/pipelines";

/** What is being written, and the file that it was made of; null where that is the present one. */
interface Written {
  content: string;
  start: Present | null;
}

/** The file under change, which remembers how the pipeline stood when it was begun. */
export function useDraft(present: Present) {
  const [written, setWritten] = useState<Written | null>(null);
  const content = written?.content ?? present.content;
  const start = written?.start ?? present;
  return {
    content,
    start,
    isChanged: content !== present.content,
    isOutdated: start.base !== present.base,
    write: (changed: string) => setWritten({ content: changed, start }),
    discard: () => setWritten(null),
    /** Keep the text, as one that was made of the present file. */
    goOn: () => setWritten({ content, start: null }),
  };
}
