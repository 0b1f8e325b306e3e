/** Where a line of a text begins, counted from 1; the end of a text that is shorter. */
export function lineStart(text: string, line: number): number {
  const before = text.split("\n").slice(0, line - 1);
  return Math.min(
    before.reduce((sum, one) => sum + one.length + 1, 0),
    text.length,
  );
}
