import type { Citation } from "../api/types";

/** Say where in its document a citation stands: "Leave › Carry over, page 2", "Costs, Budget!A5:F12". */
export function placeOf(citation: Pick<Citation, "page" | "place" | "section">): string {
  const section = citation.section.join(" › ");
  const page = citation.page === null ? "" : `page ${citation.page}`;
  const place = citation.place.replace(/^Page/, "page");
  // A sheet or slide that is a section of its own is named once.
  const where = (place || page) === citation.section.at(-1) ? "" : place || page;
  return [section, where].filter((part) => part !== "").join(", ");
}
