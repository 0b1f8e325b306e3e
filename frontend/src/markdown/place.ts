import type { Citation } from "../api/types";

/** Say where in its document a citation stands: "Leave › Carry over, page 2", "Costs, Budget!A5:F12". */
export function placeOf(citation: Pick<Citation, "page" | "place" | "section">): string {
  const section = citation.section.join(" › ");
  const page = citation.page === null ? "" : `page ${citation.page}`;
  const place = citation.place.replace(/^Page/, "page");
  return [section, place || page].filter((part) => part !== "").join(", ");
}
