/** One answer as its events arrive: a pure reducer over the sequence numbers. */
import type { AnswerMode, AnswerSentence, Cached, Citation, Curated, Outcome } from "../api/types";
import type { AnswerEvent, StageName } from "./events";

export type AnswerPhase = "asking" | "streaming" | "done" | "failed" | "stopped";

export interface Failure {
  code: string;
  detail: string;
  retryable: boolean;
}

export interface AnswerState {
  readonly askId: string;
  readonly question: string;
  readonly conversation: string | null;
  /** Where it is searched; everywhere without any. */
  readonly collections: readonly string[];
  /** The day whose versions answer; empty for those of now. */
  readonly asOf: string;
  /** The message that it was asked below; null at the beginning of a conversation, undefined where nobody knew. */
  readonly after: string | null | undefined;
  readonly message: string | null;
  readonly phase: AnswerPhase;
  readonly lastSeq: number;
  /** True while an event is missing: the connection asks again for what follows `lastSeq`. */
  readonly hasGap: boolean;
  readonly stage: StageName | null;
  readonly text: string;
  readonly citations: readonly Citation[];
  readonly sentences: readonly AnswerSentence[];
  readonly outcome: Outcome | null;
  readonly failure: Failure | null;
  /** The server told no more of an answer that it had begun: what it keeps may be whole. */
  readonly isCutOff: boolean;
  readonly mode: AnswerMode | null;
  readonly degraded: readonly string[];
  readonly cached: Cached | null;
  /** The day that the question's words mean, where the answer cites a version of then. */
  readonly meantAsOf: string | null;
  readonly curated: Curated | null;
}

export interface AskOptions {
  conversation: string | null;
  collections?: readonly string[];
  after?: string | null | undefined;
  /** Whether what is known already is left aside. */
  fresh?: boolean;
  /** The day whose versions answer; those of now without one. */
  asOf?: string;
}

export function asked(askId: string, question: string, options: AskOptions): AnswerState {
  return {
    askId,
    question,
    conversation: options.conversation,
    collections: options.collections ?? [],
    asOf: options.asOf ?? "",
    after: options.after,
    message: null,
    phase: "asking",
    lastSeq: 0,
    hasGap: false,
    stage: null,
    text: "",
    citations: [],
    sentences: [],
    outcome: null,
    failure: null,
    isCutOff: false,
    mode: null,
    degraded: [],
    cached: null,
    meantAsOf: null,
    curated: null,
  };
}

/** An answer that began before this page was opened; its events are asked for from the first. */
export function followed(message: string, question: string, conversation: string): AnswerState {
  return { ...asked(message, question, { conversation }), message, phase: "streaming" };
}

/** An answer that was cut off, as it stands before its first event is told again. */
export function takenUpAgain(answer: AnswerState): AnswerState {
  if (!answer.isCutOff) return answer;
  const { askId, question, message } = answer;
  return { ...asked(askId, question, answer), message, phase: "streaming" };
}

export function isLive(answer: AnswerState): boolean {
  return answer.phase === "asking" || answer.phase === "streaming";
}

/** Apply one event; what was seen before changes nothing, what comes too early only marks the gap. */
export function applyEvent(answer: AnswerState, event: AnswerEvent): AnswerState {
  if (!isLive(answer) || event.seq <= answer.lastSeq) return answer;
  if (event.seq > answer.lastSeq + 1) return answer.hasGap ? answer : { ...answer, hasGap: true };
  return changedBy({ ...answer, lastSeq: event.seq, hasGap: false }, event);
}

/** The connection was lost before the server said that it had taken the question. */
export function unheard(answer: AnswerState): AnswerState {
  if (answer.phase !== "asking") return answer;
  const detail = "The connection was lost before the answer began.";
  return { ...answer, phase: "failed", failure: { code: "connection_lost", detail, retryable: true } };
}

const finalRefusals: ReadonlySet<string> = new Set(["invalid", "not_found"]);

/** The server refused the question, or says no more about the answer that it had begun. */
export function refused(answer: AnswerState, code: string, detail: string): AnswerState {
  if (!isLive(answer)) return answer;
  return {
    ...answer,
    phase: "failed",
    stage: null,
    failure: { code, detail, retryable: !finalRefusals.has(code) },
    isCutOff: answer.message !== null,
  };
}

function changedBy(answer: AnswerState, event: AnswerEvent): AnswerState {
  switch (event.type) {
    case "started":
      return { ...answer, message: event.message, conversation: event.conversation, phase: "streaming" };
    case "stage":
      return { ...answer, stage: event.name };
    case "sources":
      return { ...answer, citations: event.citations };
    case "token":
      return { ...answer, text: answer.text + event.text, stage: null };
    case "done":
      return {
        ...answer,
        phase: "done",
        stage: null,
        text: event.answer,
        citations: event.citations,
        sentences: event.sentences,
        outcome: event.outcome,
        mode: event.mode,
        degraded: event.degraded,
        // A server of before says nothing of it.
        cached: event.cached ?? null,
        meantAsOf: event.meant_as_of ?? null,
        curated: event.curated ?? null,
      };
    case "failed": {
      const { code, detail, retryable } = event;
      return {
        ...answer,
        phase: "failed",
        stage: null,
        text: event.answer,
        failure: { code, detail, retryable },
      };
    }
    case "stopped":
      return { ...answer, phase: "stopped", stage: null, text: event.answer };
    default:
      event satisfies never;
      return answer;
  }
}
