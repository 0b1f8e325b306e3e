const counted = (count: number) => `${count.toLocaleString("en")} ${count === 1 ? "passage" : "passages"}`;

export const text = {
  title: (name: string) => `Try splitting ${name}`,
  lead: "See into which passages other settings would cut a document. Nothing is stored.",
  back: "Back to the documents",
  document: "Document",
  noDocuments: "There is no document to try it with yet: add one, and come back when it is ready.",
  maxTokens: "Tokens of a passage, at most",
  maxTokensHint: (most: number) => `From 32 to ${most}`,
  overlap: "Tokens said again",
  overlapHint: "By whole sentences; at most half of a passage",
  parent: "Tokens around a passage",
  parentHint: "What an answer may read beside it; 0 for none",
  keepTables: "Keep tables whole that fit",
  keepCode: "Keep code whole that fits",
  tried: "With these settings",
  live: "As it answers now",
  which: "Which passages",
  loading: "Cutting the document",
  sums: (count: number, mean: number, most: number) =>
    `${counted(count)}, ${Math.round(mean)} tokens on average, ${most} at most`,
  counted,
  tokens: (count: number) => `${count} ${count === 1 ? "token" : "tokens"}`,
  onlyFirst: (count: number) => `Only the first ${count} are shown.`,
  cutShort: "The document is long: only its beginning was cut.",
  embedded: "What is embedded",
  around: "What is around it",
};
