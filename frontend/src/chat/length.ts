/** How long a question may be, counted in code points as the server counts. */

export const longestQuestion = 4_000;
const warnedCharacters = 400;

/** How many characters are left, once few are; negative beyond the limit. */
export function charactersLeft(question: string): number | null {
  const left = longestQuestion - Array.from(question.trim()).length;
  return left <= warnedCharacters ? left : null;
}
