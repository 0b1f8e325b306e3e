const cases = (count: number) => (count === 1 ? "1 case" : `${count} cases`);
const questions = (count: number) => (count === 1 ? "1 question" : `${count} questions`);

export const text = {
  back: "Test bench",
  title: "Test sets",
  lead: "Questions with the documents that should be found for them. They are saved on the test bench, and teach the search how far to trust meaning and words.",
  loading: "Loading the test sets",
  emptyTitle: "No test sets yet",
  empty:
    "Ask a question on the test bench, tick the documents that should be found, and save it as a test case.",
  toBench: "Open the test bench",
  teaching: "What they teach",
  tooFew: (count: number, least: number) =>
    `There ${count === 1 ? "is" : "are"} ${count} of the ${least} cases that are needed at least before they teach anything.`,
  tonight: (count: number) => `${cases(count)} will teach the search tonight, or at once by “Learn now”.`,
  taught: (total: number, taught: number, day: string) =>
    `${cases(total)} in all. On ${day}, ${questions(taught)} that found what they expect taught the search.`,
  helpedNothing: (total: number, taught: number, day: string) =>
    `${cases(total)} in all. What ${questions(taught)} taught on ${day} did not help others like them, and does not hold.`,
  byFile: "An operator’s file taught the search: test sets change nothing for now.",
  ofItsOwn: (collection: string, taught: number) =>
    `${collection} learned from ${questions(taught)} of its own.`,
  toWeights: "Meaning and words",
  about: (count: number, day: string) => `${cases(count)}, made on ${day}`,
  show: "Show cases",
  hide: "Hide cases",
  showOf: (name: string) => `Show cases of ${name}`,
  hideOf: (name: string) => `Hide cases of ${name}`,
  loadingCases: "Loading the cases",
  noCasesTitle: "No cases",
  noCases: "All of them were deleted, or expected documents that are gone.",
  withheld: "A question about documents that you may not see",
  shouldFind: "Should find",
  hidden: (count: number) => (count === 1 ? "1 that you may not see" : `${count} that you may not see`),
  and: "and",
  by: (who: string, when: string) => `Saved by ${who} on ${when}`,
  someone: "someone who has left",
  modes: { hybrid: "", dense: "By meaning alone", lexical: "By words alone" } as Readonly<
    Record<string, string>
  >,
  within: (collections: string) => `In ${collections}`,
  remove: "Delete",
  removeSetOf: (name: string) => `Delete ${name}`,
  removeCaseOf: (question: string) => `Delete the case ${question}`,
  removeSetTitle: "Delete this test set?",
  removeSet: (count: number) => {
    if (count === 0) return "It holds no cases.";
    if (count === 1) return "Its 1 case goes with it, and teaches the search no more.";
    return `Its ${cases(count)} go with it, and teach the search no more.`;
  },
  removeCaseTitle: "Delete this case?",
  removeCase: "It teaches the search no more.",
  more: (left: number) => `Show ${left} more`,
};
