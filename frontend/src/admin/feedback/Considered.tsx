import classes from "./Considered.module.css";
import { ConsideredPassage } from "./ConsideredPassage";
import { text } from "./text";
import type { PassageTrace } from "./trace";

/** The passages that were considered, best first, each by the name of its document. */
export function Considered({ passages }: { passages: readonly PassageTrace[] }) {
  return (
    <ol className={classes["list"]} aria-label={text.considered}>
      {passages.map((passage) => (
        <ConsideredPassage key={passage.chunkId} passage={passage} />
      ))}
    </ol>
  );
}
