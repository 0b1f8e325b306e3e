/** The words about documents that couldn't be read. */
export const problemText = {
  summary: (count: number) =>
    count === 1 ? "1 document couldn’t be read" : `${count} documents couldn’t be read`,
  retry: (count: number) => (count === 1 ? "Try it again" : `Try all ${count} again`),
  only: "Only what couldn’t be read:",
  all: "Show all documents",
  listed: (reason: string) => `List the documents: ${reason}`,
  reasons: {
    encrypted: "Protected by a password",
    corrupt: "Damaged",
    empty: "Empty",
    type_mismatch: "Not what its name says",
    too_large: "Too large",
    unsafe: "Unsafe",
    unsupported: "A kind of file that isn’t read",
    no_text: "No text in it",
    parsing_failed: "Reading it failed at each attempt",
    embedding_failed: "Indexing it failed at each attempt",
  } as Record<string, string>,
};

/** A reason in words; one that is not known here as the server names it. */
export const reasonWords = (reason: string): string =>
  problemText.reasons[reason] ?? reason.replaceAll("_", " ");
