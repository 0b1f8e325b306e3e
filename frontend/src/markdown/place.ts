import type { Citation } from "../api/types";

/** Say where in its document a citation stands: "Leave › Carry over, page 2". */
export function placeOf(citation: Pick<Citation, "page" | "section">): string {
  const section = citation.section.join(" › ");
  const page = citation.page === null ? "" : `page ${citation.page}`;
  return [section, page].filter((part) => part !== "").join(", ");
}
