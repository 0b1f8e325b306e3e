import { Fragment } from "react";

/** Words of the server, with what stands between backticks as code. */
export function Coded({ words }: { words: string }) {
  return words
    .split("`")
    .map((part, index) => ({ part, key: `${index} ${part}`, isCode: index % 2 === 1 }))
    .map(({ part, key, isCode }) =>
      isCode ? <code key={key}>{part}</code> : <Fragment key={key}>{part}</Fragment>,
    );
}
