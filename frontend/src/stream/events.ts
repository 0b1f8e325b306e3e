/** The chat socket's messages; `chat/protocol/events.schema.json` says the same for both sides. */
import type { AnswerMode, AnswerSentence, Cached, Citation, Curated, Outcome } from "../api/types";

interface InMessage {
  message: string;
  seq: number;
}

export interface Started extends InMessage {
  type: "started";
  id: string;
  conversation: string;
}

export type StageName = "condense" | "guard" | "recall" | "search" | "read" | "write";

export interface Stage extends InMessage {
  type: "stage";
  name: StageName;
  detail: string;
}

export interface Sources extends InMessage {
  type: "sources";
  citations: Citation[];
}

export interface Token extends InMessage {
  type: "token";
  text: string;
}

export interface Done extends InMessage {
  type: "done";
  answer: string;
  outcome: Outcome;
  citations: Citation[];
  sentences: AnswerSentence[];
  model: string;
  mode: AnswerMode;
  usage: { prompt_tokens: number; completion_tokens: number };
  timings_ms: Record<string, number>;
  degraded: string[];
  cached: Cached | null;
  /** The day that the question's words mean, where the answer cites a version of then. */
  meant_as_of: string | null;
  curated: Curated | null;
}

export interface Failed extends InMessage {
  type: "failed";
  code: string;
  detail: string;
  retryable: boolean;
  answer: string;
}

export interface Stopped extends InMessage {
  type: "stopped";
  answer: string;
}

/** A message of ours was refused before there was an answer to speak of. */
export interface Refusal {
  type: "problem";
  id: string | null;
  code: string;
  detail: string;
}

export type AnswerEvent = Started | Stage | Sources | Token | Done | Failed | Stopped;
export type ServerEvent = AnswerEvent | Refusal;

export interface Ask {
  type: "ask";
  id: string;
  question: string;
  conversation: string | null;
  collections: string[];
  filter: Record<string, unknown>;
  /** Make a new answer, whatever is known already. */
  fresh: boolean;
  /** The day or moment whose versions answer; empty: those of now. */
  as_of: string;
}

export interface Stop {
  type: "stop";
  message: string;
}

export interface Resume {
  type: "resume";
  message: string;
  after: number;
}

export type ClientEvent = Ask | Stop | Resume;

/** Every kind once: the schema test compares these with the shared schema. */
export const serverEventKinds = [
  "started",
  "stage",
  "sources",
  "token",
  "done",
  "failed",
  "stopped",
  "problem",
] as const satisfies readonly ServerEvent["type"][];

const kinds: ReadonlySet<string> = new Set(serverEventKinds);

/** Read one frame; null for what isn't an event of this protocol. */
export function readEvent(frame: unknown): ServerEvent | null {
  if (typeof frame !== "string") return null;
  let value: unknown;
  try {
    value = JSON.parse(frame);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
  if (typeof value !== "object" || value === null || !("type" in value)) return null;
  return typeof value.type === "string" && kinds.has(value.type) ? (value as ServerEvent) : null;
}
