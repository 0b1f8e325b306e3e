import { useMemo } from "react";
import type { Citation } from "../api/types";
import { CitationContext } from "../markdown/CitationContext";
import { formatAsOf } from "../ui/time";
import { AnswerText } from "./AnswerText";
import { FeedbackBar } from "./FeedbackBar";
import { KnownNote } from "./KnownNote";
import { OutcomeNote } from "./OutcomeNote";
import { missedBy } from "./outcome";
import { SourceList } from "./SourceList";
import { StageLine } from "./StageLine";
import classes from "./Turn.module.css";
import { text } from "./text";
import { isTurnLive, listedSources, type Turn as TurnData } from "./turns";

interface Props {
  turn: TurnData;
  conversationId: string | null;
  source: Citation | null;
  onSource: (citation: Citation) => void;
  onAskAgain: (turn: TurnData) => void;
  onAskAfresh: (turn: TurnData) => void;
  onLoadAgain: (askId: string) => void;
}

/** One question and its answer. */
export function Turn(props: Props) {
  const { turn, conversationId, source, onSource, onAskAgain, onAskAfresh, onLoadAgain } = props;
  const isLive = isTurnLive(turn);
  const missed = missedBy(turn);
  const desk = useMemo(
    () => ({ citations: turn.citations, open: onSource, opened: source }),
    [turn.citations, onSource, source],
  );
  return (
    <article className={classes["root"]} aria-busy={isLive}>
      <h2 className={classes["question"]}>{turn.question}</h2>
      {turn.asOf !== "" && <p className={classes["moment"]}>{text.asOf(formatAsOf(turn.asOf))}</p>}
      {turn.asOf === "" && turn.meantAsOf !== null && (
        <p className={classes["moment"]}>{text.meantAsOf(formatAsOf(turn.meantAsOf))}</p>
      )}
      <CitationContext value={desk}>
        <OutcomeNote
          turn={turn}
          onAskAgain={() => onAskAgain(turn)}
          onLoadAgain={() => turn.askId !== null && onLoadAgain(turn.askId)}
        />
        <AnswerText turn={turn} />
        {isLive && <StageLine turn={turn} />}
        {!isLive && !turn.isWithheld && <KnownNote turn={turn} onAskAfresh={() => onAskAfresh(turn)} />}
        {!isLive && missed.length > 0 && <p className={classes["legend"]}>{text.degraded(missed)}</p>}
        {!isLive && (
          <SourceList citations={listedSources(turn)} isPassages={turn.outcome === "passages_only"} />
        )}
      </CitationContext>
      {!isLive && turn.message !== null && (
        <FeedbackBar
          key={turn.message}
          message={turn.message}
          answer={turn.text}
          feedback={turn.feedback}
          conversationId={conversationId}
        />
      )}
      <p className="visually-hidden" role="status">
        {turn.phase === "done" && turn.askId !== null ? text.finished : ""}
      </p>
    </article>
  );
}
