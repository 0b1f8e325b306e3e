/** One question with its answer, whether it is stored, being written, or both. */
import type {
  AnswerMode,
  AnswerSentence,
  Cached,
  Citation,
  Curated,
  Feedback,
  Message,
  Outcome,
} from "../api/types";
import type { AnswerPhase, AnswerState, Failure } from "../stream/answer";
import type { StageName } from "../stream/events";

export interface Turn {
  readonly key: string;
  /** The id by which the running answer can be stopped; null for a stored one. */
  readonly askId: string | null;
  readonly message: string | null;
  readonly question: string;
  /** Where it was searched; null where this page doesn't know. */
  readonly collections: readonly string[] | null;
  /** The day or moment whose versions answered; empty for those of now. */
  readonly asOf: string;
  readonly text: string;
  readonly phase: AnswerPhase;
  readonly stage: StageName | null;
  readonly citations: readonly Citation[];
  readonly sentences: readonly AnswerSentence[];
  readonly outcome: Outcome | null;
  readonly failure: Failure | null;
  readonly isCutOff: boolean;
  /** It rests on documents that the reader may not see any more; nothing of it is shown. */
  readonly isWithheld: boolean;
  readonly mode: AnswerMode | null;
  readonly degraded: readonly string[];
  readonly cached: Cached | null;
  /** The day that the question's words mean, where the answer cites a version of then. */
  readonly meantAsOf: string | null;
  readonly curated: Curated | null;
  readonly feedback: Feedback | null;
}

const noFailure: Failure = { code: "interrupted", detail: "", retryable: true };

const phaseOfState = {
  streaming: "streaming",
  done: "done",
  failed: "failed",
  interrupted: "failed",
  stopped: "stopped",
} as const satisfies Record<Message["state"], AnswerPhase>;

export function turnOfMessage(message: Message): Turn {
  const phase = phaseOfState[message.state];
  return {
    key: message.id,
    askId: null,
    message: message.id,
    question: message.question,
    collections: null,
    asOf: message.as_of,
    text: message.answer,
    phase,
    stage: null,
    citations: message.citations,
    sentences: message.sentences,
    outcome: message.outcome,
    failure: phase === "failed" ? (message.failure ?? noFailure) : null,
    isCutOff: false,
    isWithheld: message.withheld !== null,
    mode: message.mode === "" ? null : message.mode,
    degraded: message.degraded,
    cached: message.cached,
    meantAsOf: message.meant_as_of,
    curated: message.curated,
    feedback: message.feedback,
  };
}

export function turnOfAnswer(answer: AnswerState): Turn {
  const { askId, message, question, text, phase, stage, citations, sentences, outcome } = answer;
  const { collections, asOf, failure, isCutOff, mode, degraded, cached, curated, meantAsOf } = answer;
  return {
    key: message ?? askId,
    askId,
    message,
    question,
    collections,
    asOf,
    text,
    phase,
    stage,
    citations,
    sentences,
    outcome,
    failure,
    isCutOff,
    isWithheld: false,
    mode,
    degraded,
    cached,
    curated,
    meantAsOf,
    feedback: null,
  };
}

/** The stored turns and the running ones in the order of asking; what this page saw being written stays as seen. */
export function joinedTurns(stored: readonly Message[], running: readonly AnswerState[]): Turn[] {
  const runningByMessage = new Map(running.map((answer) => [answer.message, answer]));
  const turns = stored.map((message) => {
    const answer = runningByMessage.get(message.id);
    if (answer === undefined || message.withheld !== null) return turnOfMessage(message);
    return { ...turnOfAnswer(answer), feedback: message.feedback };
  });
  const isStored = new Set(stored.map((message) => message.id));
  for (const answer of running) {
    if (answer.message !== null && isStored.has(answer.message)) continue;
    turns.splice(placeOf(answer, turns, isStored), 0, turnOfAnswer(answer));
  }
  return turns.filter((turn, index) => !isReplaced(turn, turns.slice(index + 1)));
}

/** What the next question is asked below: null where it is the first, undefined while that isn't known. */
export function lowestMessage(turns: readonly Turn[], isLoaded: boolean): string | null | undefined {
  return turns.findLast(({ message }) => message !== null)?.message ?? (isLoaded ? null : undefined);
}

/** Below what it was asked below (the end, where that is gone or not known) and what this page asked there before. */
function placeOf(answer: AnswerState, turns: readonly Turn[], isStored: ReadonlySet<string>): number {
  const above = turns.findIndex((turn) => turn.message === answer.after);
  let place = answer.after === null ? 0 : above < 0 ? turns.length : above + 1;
  const isOurs = (turn: Turn | undefined) =>
    turn !== undefined && (turn.message === null || !isStored.has(turn.message));
  while (isOurs(turns[place])) place += 1;
  return place;
}

/** A question that came to nothing and was asked again says nothing any more. */
function isReplaced(turn: Turn, later: readonly Turn[]): boolean {
  const cameToNothing = turn.phase === "failed" && turn.text === "" && !turn.isCutOff && !turn.isWithheld;
  return cameToNothing && later.some(({ question }) => question === turn.question);
}

/** Stored answers that are still being written and that this page doesn't follow yet. */
export function toFollow(stored: readonly Message[], running: readonly AnswerState[]): Message[] {
  const followed = new Set(running.map((answer) => answer.message));
  return stored.filter((message) => phaseOfState[message.state] === "streaming" && !followed.has(message.id));
}

export function isTurnLive(turn: Turn): boolean {
  return turn.phase === "asking" || turn.phase === "streaming";
}

/** The sources worth listing: those that the finished answer uses; all that were found while it runs. */
export function listedSources(turn: Turn): readonly Citation[] {
  if (turn.phase !== "done" || turn.outcome !== "answered") return turn.citations;
  const used = new Set(turn.sentences.flatMap((sentence) => sentence.citations));
  return used.size === 0 ? turn.citations : turn.citations.filter((citation) => used.has(citation.n));
}

/** What an answer says beside the note on its outcome: where that says all, nothing. */
export function shownText(turn: Turn): string {
  return turn.outcome === "no_answer" && turn.sentences.length === 0 ? "" : turn.text;
}
