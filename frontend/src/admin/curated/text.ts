import type { CuratedDue, CuratedFilter, CuratedState, Difference } from "../../api/types";

export const stateWords = {
  answering: "Answering",
  held: "Held back",
  expired: "Expired",
  withdrawn: "Withdrawn",
} as const satisfies Record<CuratedState, string>;

export const dueWords = {
  review: "Its day of review has come",
  source_changed: "Its source changed",
  source_gone: "Its source is gone",
} as const satisfies Record<CuratedDue, string>;

export const filterWords = {
  due: "Due for review",
  answering: "Answering",
  expired: "Expired",
  withdrawn: "Withdrawn",
} as const satisfies Record<CuratedFilter, string>;

/** Why a wording would not answer a question. */
export const differenceWords = {
  "": "Would answer",
  meaning: "Means something else",
  asks: "Asks for something else about it",
  words: "Other words, numbers or names",
  order: "The same words in another order",
} as const satisfies Record<Difference, string>;

export const text = {
  title: "Curated answers",
  lead: "Your own text for a question. It answers before anything is searched, for the readers that you name.",
  newAnswer: "New answer",
  edit: "Edit",
  editTitle: "Edit the answer",
  fromFeedback: "Make this a curated answer",
  madeFromFeedback: "It is a curated answer now.",
  loading: "Loading the answers",
  emptyTitle: "No curated answers here",
  emptyBody:
    "Write one for a question that comes up again and again, or make one of an answer in the feedback.",
  filter: "Show",
  all: "All",
  look: "Question or answer",
  by: (owner: string, day: string) => `${owner}, reviewed ${day}`,
  someone: "A former member",
  wordings: (count: number) => (count === 1 ? "1 other wording" : `${count} other wordings`),
  forReaders: (readers: readonly string[]) => `for ${readers.join(", ")}`,
  until: (day: string) => `until ${day}`,
  nextReview: (day: string) => `review on ${day}`,
  reviewed: "Still right",
  withdraw: "Withdraw",
  putBack: "Put back",
  remove: "Delete",
  removeTitle: "Delete this answer?",
  removeBody: "Questions that it answered are answered from the documents again.",
  question: "Question",
  others: "Other wordings",
  othersHint: "One in each line. A question is matched word by word: add how people say it.",
  answer: "Answer",
  answerHint: "Markdown. [1] points to the first document below.",
  preview: "Preview",
  readersHint: "Who is given this answer.",
  documents: "Cited documents",
  documentsHint: "Each reader sees those that they may read. If one is deleted, this text goes with it.",
  hidden: (count: number) =>
    count === 1 ? "1 source you may not see stays." : `${count} sources you may not see stay.`,
  findDocument: "Find a document…",
  narrower: (titles: string) =>
    `Some of these readers may not read ${titles}. What your text tells of it, they will learn.`,
  leaveOut: (title: string) => `Leave ${title} out`,
  owner: "Owner",
  ownerHint: "Who answers for it, by e-mail address. You, unless named.",
  reviewOn: "Review on",
  expiresAt: "Answers until",
  expiryHint: "Empty: until it is withdrawn.",
  save: "Save",
  test: "Test a question",
  testLead: "See which wordings a question comes near to, and which of them would answer it.",
  testLabel: "A question as somebody might ask it",
  testAction: "Test",
  testNothing: "No wording comes near.",
  near: (cosine: number | null, threshold: number) =>
    cosine === null ? "The very words" : `${cosine.toFixed(2)} near, ${threshold.toFixed(2)} needed`,
};
