/** One example of each message, typed as the client types it; the tests hold them against the schema. */
import type { AnswerMode, Outcome } from "../api/types";
import type { ClientEvent, ServerEvent, StageName } from "./events";

const message = "0198c1d2-0000-7000-8000-000000000001";
const conversation = "0198c1d2-0000-7000-8000-000000000002";

const citation = {
  n: 1,
  chunk_id: "0198c1d2-0000-7000-8000-000000000003",
  document: {
    id: "0198c1d2-0000-7000-8000-000000000004",
    external_id: null,
    title: "Leave policy",
    url: null,
    collection: "handbook",
    version: 1,
  },
  page: 2,
  place: "Page 2",
  section: ["Leave", "Carry over"],
  quote: "Up to five days may be carried over.",
  start: 120,
  end: 156,
  verified: true,
};

type ExampleOf<Union extends { type: string }> = {
  [Kind in Union["type"]]: Extract<Union, { type: Kind }>;
};

export const serverExamples: ExampleOf<ServerEvent> = {
  started: { type: "started", message, seq: 1, id: "c1", conversation },
  stage: { type: "stage", message, seq: 2, name: "search", detail: "" },
  sources: { type: "sources", message, seq: 3, citations: [citation] },
  token: { type: "token", message, seq: 4, text: "Up to five days" },
  done: {
    type: "done",
    message,
    seq: 5,
    answer: "Up to five days may be carried over. [1]",
    outcome: "answered",
    citations: [citation],
    sentences: [{ start: 0, end: 40, citations: [1], verified: true }],
    model: "demo",
    mode: "quote",
    usage: { prompt_tokens: 10, completion_tokens: 9 },
    timings_ms: { search: 12.5 },
    degraded: [],
    cached: { at: "2026-11-27T10:00:00+00:00" },
    meant_as_of: "2025-12-31",
    curated: null,
  },
  failed: {
    type: "failed",
    message,
    seq: 5,
    code: "interrupted",
    detail: "It ended.",
    retryable: true,
    answer: "Up",
  },
  stopped: { type: "stopped", message, seq: 5, answer: "Up to" },
  problem: { type: "problem", id: "c1", code: "invalid", detail: "The question is empty." },
};

export const clientExamples: ExampleOf<ClientEvent> = {
  ask: {
    type: "ask",
    id: "c1",
    question: "How many days?",
    conversation: null,
    collections: [],
    filter: {},
    fresh: false,
    as_of: "2025-12-31",
  },
  stop: { type: "stop", message },
  resume: { type: "resume", message, after: 3 },
};

type Every<Word extends string> = Readonly<Record<Word, true>>;

const stages: Every<StageName> = {
  condense: true,
  guard: true,
  recall: true,
  search: true,
  read: true,
  write: true,
};
const outcomes: Every<Outcome> = { answered: true, refused: true, no_answer: true, passages_only: true };
const modes: Every<AnswerMode> = { quote: true, generate: true };

/** Every word of each list of words, by the schema's name for it: the compiler sees that none is missing or more. */
export const words = { StageName: stages, Outcome: outcomes, Mode: modes };
