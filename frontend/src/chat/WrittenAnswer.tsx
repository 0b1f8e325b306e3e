import type { AnswerMode, AnswerSentence } from "../api/types";
import { Prose } from "../markdown/Prose";
import { Quotes } from "../markdown/Quotes";
import classes from "./Turn.module.css";
import { text } from "./text";

interface Props {
  written: string;
  /** Null where nothing tells how it is written. */
  mode: AnswerMode | null;
  sentences: readonly AnswerSentence[];
}

/** The words of an answer: Markdown by a model that writes, texts as they stand by one that only quotes. */
export function WrittenAnswer({ written, mode, sentences }: Props) {
  const Written = mode === "quote" ? Quotes : Prose;
  return (
    <>
      <Written text={written} sentences={sentences} />
      {sentences.some((sentence) => !sentence.verified) && (
        <p className={classes["legend"]}>{text.unsupportedLegend}</p>
      )}
    </>
  );
}
