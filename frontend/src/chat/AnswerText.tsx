import { useDeferredValue } from "react";
import { useSession } from "../app/useSession";
import { Prose } from "../markdown/Prose";
import { Quotes } from "../markdown/Quotes";
import classes from "./Turn.module.css";
import { text } from "./text";
import { isTurnLive, shownText, type Turn } from "./turns";

/** What is written of an answer: Markdown by a model that writes, texts as they stand by one that only quotes. */
export function AnswerText({ turn }: { turn: Turn }) {
  const { model } = useSession();
  const written = useDeferredValue(shownText(turn));
  // Until an answer has ended well, only the model in use tells how it is written.
  const mode = turn.mode ?? (turn.outcome === null ? model.mode : null);
  const Written = mode === "quote" ? Quotes : Prose;
  if (written === "") return null;
  return (
    <>
      <div className={classes["answer"]} data-live={isTurnLive(turn) || undefined}>
        <Written text={written} sentences={turn.sentences} />
      </div>
      {turn.sentences.some((sentence) => !sentence.verified) && (
        <p className={classes["legend"]}>{text.unsupportedLegend}</p>
      )}
    </>
  );
}
