/** Questions to begin with, made of what the documents themselves treat: nobody is offered what nothing answers. */

export interface Outline {
  readonly title: string;
  /** The headings of its passages, the innermost last. */
  readonly sections: readonly (readonly string[])[];
}

const shortestHeading = 8;
const longestHeading = 44;

/** One question for each document that has a telling heading. */
export function starterQuestions(outlines: readonly Outline[], most: number): string[] {
  return outlines.flatMap((outline) => questionOf(outline) ?? []).slice(0, most);
}

function questionOf({ title, sections }: Outline): string | null {
  // The outermost heading mostly says the title again.
  const inner = sections.filter((path) => path.length > 1);
  const headings = [...inner, ...sections].map((path) => path.at(-1) ?? "");
  const heading = headings.find((one) => isTelling(one) && one !== title);
  return heading === undefined ? null : `What does “${title}” say about ${inSentence(heading)}?`;
}

const isTelling = (heading: string): boolean =>
  heading.length >= shortestHeading && heading.length <= longestHeading && /\p{L} \p{L}/u.test(heading);

/** A heading as it stands inside a sentence; names and abbreviations keep their capitals. */
function inSentence(heading: string): string {
  const words = heading.replace(/^[\d.)\s]+/, "").replace(/[.?!:]+$/, "");
  return /^\p{Lu}\p{Ll}/u.test(words) ? words.charAt(0).toLowerCase() + words.slice(1) : words;
}
