/** What a form changed. */

/** The fields of a form that differ from what is kept; lists count as the same in any order. */
export function changesOf<T extends object>(kept: T, wanted: T): Partial<T> {
  const form = (value: unknown) => JSON.stringify(Array.isArray(value) ? [...value].sort() : value);
  const fields = Object.keys(wanted) as (keyof T)[];
  const changed = fields.filter((field) => form(kept[field]) !== form(wanted[field]));
  return Object.fromEntries(changed.map((field) => [field, wanted[field]])) as Partial<T>;
}
