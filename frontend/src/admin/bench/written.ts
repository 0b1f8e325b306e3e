/** What a search tells of itself, as it is read: words as words, and what has parts as JSON. */

export interface Written {
  words: string;
  isCode: boolean;
}

/** One value in words; of a list of parts each has a line of its own. */
export function written(value: unknown): Written {
  if (typeof value !== "object" || value === null) return { words: String(value ?? ""), isCode: false };
  if (!Array.isArray(value)) return { words: spaced(value), isCode: true };
  if (value.every((one) => typeof one !== "object")) return { words: value.join(", "), isCode: false };
  return { words: value.map(spaced).join("\n"), isCode: true };
}

/** JSON in one line, with spaces where it may wrap. */
const spaced = (value: unknown) => JSON.stringify(value, null, 1).replace(/\n\s*/g, " ");
