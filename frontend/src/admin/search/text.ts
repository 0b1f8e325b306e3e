const labels: Record<string, string> = {
  question_language: "Ask in the question's own language first",
  split_questions: "Split questions that ask for several things",
  expand_synonyms: "Search for words that mean the same",
  time_words: "Prefer documents of the time that is asked about",
  rewrite_follow_ups: "Complete follow-up questions",
  correct_spelling: "Find misspelt words",
  light_ranking: "Order by what was learned",
  heavy_ranking: "Order by the cross-encoder",
  collapse: "Show repetitions last",
  cache: "Give answers again that were given before",
  candidates: "Passages to choose from",
  past_days: "Days that replaced versions stay searchable",
};

/** What a setting is called; a new one has its name until somebody finds words for it. */
export const labelOf = (name: string) => {
  const words = name.replaceAll("_", " ");
  return labels[name] ?? words.charAt(0).toUpperCase() + words.slice(1);
};

/** A mean reciprocal rank as the place that it stands for. */
const place = (rank: number) => (rank > 0 ? `place ${(1 / rank).toFixed(1)}` : "no place");

export const text = {
  title: "Search",
  lead: "How a question is read before it is searched for. What you change holds from the next search on.",
  settings: "Settings",
  loading: "Loading",
  range: (least: number, most: number) => `${least} to ${most}`,
  synonyms: "Your synonyms",
  synonymsLead: "Words that mean the same in your company. Who asks for one also finds the others.",
  add: "Add a list",
  edit: "Edit",
  remove: "Remove",
  import: "Import CSV",
  imported: (count: number) => (count === 1 ? "1 list was added." : `${count} lists were added.`),
  emptyTitle: "No synonyms yet",
  empty: "Add words that your people use for the same thing, such as PTO, paid time off and vacation.",
  newTitle: "New list",
  editTitle: "Edit the list",
  terms: "Terms",
  termsHint: "Separate them by commas or line breaks; two at least.",
  oneWay: "One way",
  oneWayHint: "The first term also finds the others, and they don’t find the first.",
  oneWayShown: "one way: the first also finds the others",
  save: "Save",
  suggested: "Short forms in your documents",
  suggestedLead:
    "Found where a document explains one. Each helps those who may see such a document; accepted, it helps everyone.",
  look: "Look again",
  looking: "New documents are being looked through.",
  noneTitle: "None found yet",
  none: "Where a document says “paid time off (PTO)”, it appears here.",
  accept: "Accept",
  reject: "Reject",
  undo: "Use again",
  rejected: "Not used",
  from: (count: number) => (count === 1 ? "In" : `In ${count} documents, such as`),
  balance: "Meaning and words",
  balanceLead:
    "How much a search trusts the meaning of a passage beside its words, for each question anew. Your test sets teach it every night.",
  testSets: "Test sets",
  learn: "Learn now",
  learning: "Your test sets are being asked. What helps holds from the next search on.",
  learned: "The learning has ended. What came of it is below.",
  learnedNothing:
    "The learning has ended and changed nothing: at least ten test cases are needed to learn from.",
  learningFailed: (why: string) => `Nothing was learned. ${why}`,
  everywhere: "All collections",
  asItCame: "As it came.",
  byDefault: "As it came. At least ten test cases are needed to learn from.",
  learnedBefore: "Learned from an operator’s file, before how it went was kept.",
  learnedFrom: (count: number, before: number, after: number) =>
    `Learned from ${count} questions: the first right document stands at ${place(after)} on average, and at ${place(before)} by default.`,
  helpedNothing: (count: number) =>
    `As it came: what ${count} questions taught did not help others like them.`,
  fromFile: "Taught by an operator’s file; test sets change nothing here.",
  goBack: "Back to default",
  ranker: "Order of results",
  rankerLead:
    "A small ranker puts what was found in order. It learns from your people’s thumbs, and is kept only where it is better on questions that it did not learn from.",
  train: "Train on your feedback",
  training: "The training is on its way, which takes some minutes. What came of it appears below.",
  trained: "The training has ended. What came of it is below.",
  trainingFailed: (why: string) => `Nothing was trained. ${why}`,
  failedUnsaid: "The job failed.",
  stopped: "The job was cancelled.",
  ownRanker: "Your own ranker orders results",
  shippedRanker: "The ranker that comes with Raglan orders results",
  rankerOff: "No ranker orders results: the one that comes with Raglan was not shown to help everywhere",
  isCalled: (name: string) =>
    `Searches name it as ${name}. The switch for it is “${labels["light_ranking"]}”, above.`,
  lastTraining: "Last training",
  neverTrained: "There was none yet.",
  kept: "Kept.",
  notKept: "Not kept.",
  gained: (questions: number, before: number, after: number) =>
    `On ${questions} held-out questions, nDCG@10 went from ${before.toFixed(3)} to ${after.toFixed(3)}.`,
  about: (short: string, long: string) => `${short}: ${long}`,
};
