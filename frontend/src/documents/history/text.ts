import type { DocumentVersion } from "../../api/types";

/** Why a version came to be, after the name of who made it. */
export const reasonWords = {
  uploaded: "uploaded it",
  renamed: "renamed it",
  read_again: "had it read again",
  restored: "restored it",
} as const satisfies Record<DocumentVersion["reason"], string>;

export const changeWords = {
  file: "file",
  filename: "file name",
  size: "size",
  title: "title",
  url: "address",
  metadata: "details",
} as const satisfies Record<DocumentVersion["changes"][number], string>;

const counted = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`;

export const text = {
  title: (name: string) => `History of ${name}`,
  lead: "Every version, who made it, and what changed in its text.",
  back: "Back to the document",
  loading: "Loading the history",
  comparing: "Comparing",
  history: "History and changes",
  versions: "Versions",
  version: (number: number) => `Version ${number}`,
  somebody: "Somebody",
  from: (number: number) => `from version ${number}`,
  changed: "Changed",
  characters: (count: number) => counted(count, "character", "characters"),
  passages: (count: number) => counted(count, "passage", "passages"),
  answering: "Answers now",
  answeredLast: "Answered last",
  compare: "Compare with the one before",
  download: "Download",
  restore: "Restore",
  restoreTitle: (number: number) => `Go back to version ${number}?`,
  restoreBody:
    "Its file, text, title and details come back as a new version. The version of now answers until that one is ready. Nothing is lost: you can go forth again the same way.",
  older: "Older version",
  newer: "Newer version",
  changes: "What changed",
  layout: "Layout",
  sideBySide: "Side by side",
  unified: "One below the other",
  counts: ({ added, removed, changed }: { added: number; removed: number; changed: number }) =>
    [
      changed > 0 ? `${counted(changed, "paragraph", "paragraphs")} changed` : "",
      added > 0 ? `${added} added` : "",
      removed > 0 ? `${removed} removed` : "",
    ]
      .filter((part) => part !== "")
      .join(" · "),
  skipped: (count: number) => counted(count, "unchanged paragraph", "unchanged paragraphs"),
  same: "The text is the same.",
  one: "There is only this version so far.",
  cut: "These texts are too long to be shown in full: what follows further down is left out.",
  added: "Added",
  removed: "Removed",
};
