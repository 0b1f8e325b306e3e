import type { FeedbackReason } from "../api/types";
import type { StageName } from "../stream/events";

export const stageWords = {
  condense: "Reading the question in its context",
  guard: "Checking the question",
  recall: "Looking at answers given before",
  search: "Searching the documents",
  read: "Reading the best passages",
  write: "Writing",
} as const satisfies Record<StageName, string>;

export const reasonWords = {
  wrong_answer: "The answer is wrong",
  wrong_source: "The source is wrong",
  out_of_date: "Out of date",
  incomplete: "Something is missing",
  should_have_answered: "It should have answered",
  should_have_refused: "It should have refused",
  style: "Hard to read",
  unsafe: "Harmful or private",
} as const satisfies Record<FeedbackReason, string>;

/** What an answer had to do without, by the server's word for it. */
const missingWords: Readonly<Record<string, string>> = {
  guard: "the check of the question",
  model: "the language model",
  fallback_model: "the usual language model",
  answer_length: "its end, for it grew too long",
  phrasing: "a summary in the model’s words",
  reader: "a close reading of the passages",
  verification: "a check against the sources",
  dense: "search by meaning",
  lexical: "search by words",
  surroundings: "the text around the passages",
  rerank: "the second look at the passages",
  cache: "a look at earlier answers",
};

export const text = {
  welcome: (tenant: string) => `What would you like to know about ${tenant}?`,
  welcomeLead: "Answers come from documents you may read. Every number opens the passage behind it.",
  starters: "Questions to begin with",
  placeholder: "Ask about a policy, a process, a product…",
  followUp: "Ask a follow-up question…",
  questionLabel: "Your question",
  charactersLeft: (left: number) => (left < 0 ? `${-left} too many` : `${left} left`),
  charactersSpoken: (step: number) =>
    step < 0 ? "The question is too long." : `${step} characters left at most`,
  ask: "Ask",
  stop: "Stop",
  scope: "Search in",
  everything: "All collections",
  demo: "Demo model",
  demoMore: ": answers are quoted",
  demoDetail:
    "The model that comes with this installation is small. Its answers are sentences quoted from the documents instead of freely written text.",
  loading: "Loading the conversation",
  conversation: "Conversation",
  sources: "Sources",
  starting: "Sending the question",
  writing: "An answer is being written.",
  finished: "The answer is complete.",
  stopped: "You stopped this answer. It is not complete.",
  interrupted: "This answer broke off and is not complete.",
  failed: "This question wasn’t answered.",
  noAnswer: "Nothing in the documents you may read answers this.",
  noAnswerHint:
    "Try other words, or ask someone who knows. A thumb down tells your administrators what is missing.",
  passagesOnly: "The language model can’t be reached. These are the passages that fit best, not an answer.",
  refused: "This question was declined.",
  unsupportedLegend: "Underlined: no source supports this.",
  degraded: (parts: readonly string[]) =>
    `Answered without ${parts.map((part) => missingWords[part] ?? part).join(", ")}.`,
  askAgain: "Ask again",
  cached: (ago: string) => (ago === "just now" ? "Answered before, just now" : `Answered before, ${ago}`),
  curated: (by: string, day: string) => `Curated by ${by}, reviewed ${day}`,
  sourceChanged: "A source has changed since.",
  askTheDocuments: "Ask the documents instead",
  cutOff: "The rest of this answer couldn’t be loaded.",
  loadAgain: "Load again",
  withheld: "This answer isn’t shown any more: it rests on documents that you may no longer read.",
  copy: "Copy the answer",
  copied: "Copied",
  lineWaiting: "Connection lost. Reconnecting; nothing will be missed.",
  lineSignedOut: "You are signed out.",
  lineUnknown: "This conversation can’t be reached any more.",
  signIn: "Sign in",
  thumbUp: "A good answer",
  thumbDown: "Not a good answer",
  thanks: "Thank you, noted.",
  whatWasWrong: "What was wrong?",
  whatWasGood: "What was good? (optional)",
  comment: "In your own words",
  expected: "What should it have said?",
  send: "Send",
  takeBack: "Take back",
  cancel: "Cancel",
};
