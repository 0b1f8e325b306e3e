/** Who may read something, as it is chosen in a form. */
import type { Group } from "../api/types";

export const everyone = "everyone";

/** Everyone and single readers exclude one another: the later choice holds. */
export function chosenReaders(before: readonly string[], after: readonly string[]): string[] {
  if (!after.includes(everyone)) return [...after];
  return before.includes(everyone)
    ? after.filter((reader) => reader !== everyone || after.length === 1)
    : [everyone];
}

/** What can be chosen: everyone, the groups, and who reads it already. */
export function readerChoices(
  groups: readonly Group[],
  current: readonly string[],
  everyoneWords: string,
): { value: string; label: string }[] {
  const offered = [
    { value: everyone, label: everyoneWords },
    ...groups.map(({ slug, name }) => ({ value: slug, label: name })),
  ];
  const known = new Set(offered.map(({ value }) => value));
  const others = current.filter((reader) => !known.has(reader));
  return [...offered, ...others.map((reader) => ({ value: reader, label: reader }))];
}
