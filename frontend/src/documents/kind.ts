/** What kind of file a document is. */
import type { RaglanDocument } from "../api/types";

export type FileKind = "pdf" | "word" | "web" | "site" | "text" | "other";

export function kindOf({ media_type, url }: Pick<RaglanDocument, "media_type" | "url">): FileKind {
  if (media_type === "application/pdf") return "pdf";
  if (media_type.includes("wordprocessing") || media_type === "application/msword") return "word";
  if (media_type.startsWith("text/html")) return url === "" ? "web" : "site";
  return media_type.startsWith("text/") ? "text" : "other";
}

/** The kind in a word or two, for a line of facts. */
export const kindWords = {
  pdf: "PDF",
  word: "Word",
  web: "HTML",
  site: "Web page",
  text: "Text",
  other: "",
} as const satisfies Record<FileKind, string>;
