import { useDeferredValue } from "react";
import { useSession } from "../app/useSession";
import classes from "./Turn.module.css";
import { isTurnLive, shownText, type Turn } from "./turns";
import { WrittenAnswer } from "./WrittenAnswer";

/** What is written of an answer, while it grows and once it stands. */
export function AnswerText({ turn }: { turn: Turn }) {
  const { model } = useSession();
  const written = useDeferredValue(shownText(turn));
  // Until an answer has ended well, only the model in use tells how it is written.
  const mode = turn.mode ?? (turn.outcome === null ? model.mode : null);
  if (written === "") return null;
  return (
    <div className={classes["answer"]} data-live={isTurnLive(turn) || undefined}>
      <WrittenAnswer written={written} mode={mode} sentences={turn.sentences} />
    </div>
  );
}
