import classes from "./StageLine.module.css";
import { stageWords, text } from "./text";
import type { Turn } from "./turns";

/** What happens right now, in words. */
export function StageLine({ turn }: { turn: Turn }) {
  const isWriting = turn.text !== "";
  const words = turn.stage !== null ? stageWords[turn.stage] : isWriting ? text.writing : text.starting;
  const found = turn.citations.length;
  const detail = !isWriting && found > 0 ? ` · ${found} ${found === 1 ? "passage" : "passages"} found` : "";
  return (
    <p className={classes["root"]} role="status" data-quiet={isWriting || undefined}>
      <span className={classes["dot"]} aria-hidden="true" />
      {words}
      {detail}
    </p>
  );
}
