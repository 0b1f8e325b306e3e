import type { SearchMode } from "../../api/bench";
import type { Move, Part } from "./comparison";

const times = (count: number) => (count === 1 ? "1 place" : `${count} places`);

function moved(move: Move): string {
  switch (move.kind) {
    case "same":
      return "Same place";
    case "up":
      return `Up ${times(move.by)}`;
    case "down":
      return `Down ${times(move.by)}`;
    case "added":
      return "New";
    case "removed":
      return "Gone";
    default:
      return move satisfies never;
  }
}

export const text = {
  title: "Test bench",
  lead: "Ask a question with the settings in force and with others beside them, with your own eyes or with someone else’s.",
  question: "Question",
  questionHint: "As someone would ask it",
  person: "With whose eyes",
  myself: "My own",
  compare: "Compare",
  searchingAs: (who: string) => `You are searching as ${who}.`,
  asNote: "You see what they see. The audit trail keeps it, and their account page shows them that you did.",
  leave: "Search as yourself",
  both: "Both sides",
  tried: "Tried",
  mode: "Search by",
  modes: {
    hybrid: "Both",
    dense: "Meaning",
    lexical: "Words",
  } as const satisfies Record<SearchMode, string>,
  count: "Results",
  collections: "Collections",
  allCollections: "All",
  asOf: "As of the end of",
  filter: "Filter",
  filterHint: "JSON, in the filter language of the API.",
  filterExample: '{"document.type": "pdf", "reviewed": {"gte": "-1y"}}',
  filterExpected: (what: string) => `This is not JSON yet: expected here ${what}.`,
  filterNoObject: 'Expected an object, such as {"document.type": "pdf"}.',
  filterFaults: "What is wrong with the filter",
  filterShow: "Show it in the filter",
  refused: "Nothing was searched: the filter is not as expected. Mend it and compare again.",
  settings: "Settings of the search",
  reset: "As in force",
  changed: (count: number) => (count === 1 ? "1 setting changed" : `${count} settings changed`),
  loading: "Searching",
  isChanged: "What is shown was found before you changed this. Compare again to see what it does.",
  which: "Which search to show",
  columns: { live: "In force", tried: "Tried" },
  took: (milliseconds: number) => `${Math.round(milliseconds)} ms`,
  results: (count: number) => (count === 1 ? "1 result" : `${count} results`),
  degraded: (parts: readonly string[]) => `Left out: ${parts.join(", ")}`,
  none: "Nothing was found.",
  moved,
  parts: { dense: "Meaning", lexical: "Words", fused: "Both", rerank: "Ranker" } as const satisfies Record<
    Part,
    string
  >,
  alsoIn: "Also in:",
  repeats: (place: number | undefined) =>
    place === undefined ? "Says the same as another passage" : `Says the same as result ${place}`,
  explanation: "How it was searched",
  expected: (title: string) => `${title} should be found`,
  should: "Should be found",
  save: "Save as a test case",
  saveHint: "Tick the results that should be found for this question.",
  notKept: (parts: readonly string[]) =>
    `A test case keeps the question, the collections and what you tried, but not ${parts.join(" and ")}.`,
  theFilter: "the filter",
  theDay: "the day",
  chosen: (count: number) =>
    count === 0
      ? "No document is ticked yet."
      : count === 1
        ? "1 document is expected."
        : `${count} documents are expected.`,
  set: "Test set",
  newSet: "New test set",
  newSetName: "Name of the new set",
  keep: "Save",
  saved: "The case is saved.",
  seeSet: "See its test set",
  toSets: "Test sets",
  empty: "Ask a question to see both sides.",
};
