/** Questions to begin with, made of what the documents themselves treat: nobody is offered what nothing answers. */

export interface Outline {
  readonly title: string;
  readonly collection: string;
  /** The headings of its passages, the innermost last. */
  readonly sections: readonly (readonly string[])[];
  /** Its first words, by which its language shows. */
  readonly text: string;
}

const shortestHeading = 8;
const longestHeading = 44;
/** Words that carry most English sentences and no German or French ones. */
const englishWords = new Set(
  "the of and to is for be or on with that by are not this from it must".split(" "),
);
const englishShare = 0.1;

/** One question for each collection: about a document of it that is in English and has a telling heading. */
export function starterQuestions(outlines: readonly Outline[], most: number): string[] {
  const byCollection = new Map<string, string>();
  for (const outline of outlines) {
    const question = byCollection.has(outline.collection) ? null : questionOf(outline);
    if (question !== null) byCollection.set(outline.collection, question);
  }
  return [...byCollection.values()].slice(0, most);
}

function questionOf({ title, sections, text }: Outline): string | null {
  if (!isEnglish(text)) return null;
  // The outermost heading mostly says the title again.
  const inner = sections.filter((path) => path.length > 1);
  const headings = [...inner, ...sections].map((path) => bare(path.at(-1) ?? ""));
  const heading = headings.find((one) => isTelling(one) && one !== title);
  return heading === undefined ? null : `What does “${title}” say about “${heading}”?`;
}

/** Whether enough of the words are such as only English has: a question in English finds little elsewhere. */
function isEnglish(text: string): boolean {
  const words = text.toLowerCase().match(/\p{L}+/gu) ?? [];
  return words.filter((word) => englishWords.has(word)).length > words.length * englishShare;
}

const isTelling = (heading: string): boolean =>
  heading.length >= shortestHeading && heading.length <= longestHeading && /\p{L} \p{L}/u.test(heading);

/** A heading without its number and its last stop. */
const bare = (heading: string): string => heading.replace(/^[\d.)\s]+/, "").replace(/[.?!:]+$/, "");
