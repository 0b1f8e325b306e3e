/** How long a question may be, counted in code points as the server counts. */

const longestQuestion = 4_000;
const warnedCharacters = 400;

/** How many characters are left, once few are; negative beyond the limit. */
export function charactersLeft(question: string): number | null {
  const left = longestQuestion - Array.from(question.trim()).length;
  return left <= warnedCharacters ? left : null;
}

const spokenSteps = [0, 10, 20, 50, 100, 200, warnedCharacters];

/** The same in steps, so that it is told now and then and not at every key; -1 beyond the limit. */
export function spokenLeft(left: number | null): number | null {
  if (left === null) return null;
  return left < 0 ? -1 : (spokenSteps.find((step) => left <= step) ?? null);
}
