/** What to say about an answer that isn't simply an answer. */
import { text } from "./text";
import { isTurnLive, type Turn } from "./turns";

export interface Note {
  tone: "plain" | "marker" | "alarm";
  words: string;
  detail: string;
  mayAskAgain: boolean;
  mayLoadAgain: boolean;
}

export function noteOf(turn: Turn): Note | null {
  if (isTurnLive(turn)) return null;
  if (turn.isWithheld) return plain(text.withheld);
  if (turn.phase === "stopped") return plain(text.stopped);
  if (turn.phase === "failed") return failureNote(turn);
  switch (turn.outcome) {
    case null:
    case "answered":
      return null;
    case "no_answer":
      return {
        tone: "plain",
        words: text.noAnswer,
        detail: text.noAnswerHint,
        mayAskAgain: false,
        mayLoadAgain: false,
      };
    case "passages_only":
      return { tone: "marker", words: text.passagesOnly, detail: "", mayAskAgain: true, mayLoadAgain: false };
    case "refused":
      return plain(text.refused);
    default:
      turn.outcome satisfies never;
      return null;
  }
}

function plain(words: string): Note {
  return { tone: "plain", words, detail: "", mayAskAgain: false, mayLoadAgain: false };
}

function failureNote({ text: partial, failure, isCutOff }: Turn): Note {
  const detail = failure?.detail ?? "";
  // What was cut off for this page may be whole on the server: load it before asking anew.
  if (isCutOff) return { tone: "alarm", words: text.cutOff, detail, mayAskAgain: false, mayLoadAgain: true };
  return {
    tone: "alarm",
    words: partial === "" ? text.failed : text.interrupted,
    detail,
    mayAskAgain: failure?.retryable ?? true,
    mayLoadAgain: false,
  };
}

/** What an answer did without and might have had: quoting alone, nobody misses the model's own words. */
export function missedBy({ mode, degraded }: Pick<Turn, "mode" | "degraded">): readonly string[] {
  return mode === "quote" ? degraded.filter((part) => part !== "phrasing") : degraded;
}
