/** Names as people know them, where the API gives those that programs use. */
import { text } from "./text";

interface Named {
  readonly slug: string;
  readonly name: string;
}

/** The name behind a slug; the slug itself where it isn't known. */
export function nameOf(slug: string, known: readonly Named[]): string {
  return known.find((one) => one.slug === slug)?.name || slug;
}

/** A reader: everyone, a group by its name or by words made of its slug, a person by their address. */
export function readerName(reader: string, groups: readonly Named[]): string {
  if (reader.includes("@")) return reader;
  const name = nameOf(reader, groups);
  return name === reader ? keyWords(reader) : name;
}

/** "valid_from" and "validFrom" are "Valid from". */
export function keyWords(key: string): string {
  const words = key
    .replace(/([\p{Ll}\d])(\p{Lu})/gu, (_, end: string, start: string) => `${end} ${start.toLowerCase()}`)
    .replace(/[_\-.\s]+/g, " ")
    .trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** A value of a document's metadata, as it would be written by hand. */
export function valueWords(value: unknown): string {
  if (typeof value === "string") return value;
  if (typeof value === "boolean") return value ? text.yes : text.no;
  if (Array.isArray(value)) return value.map(valueWords).join(", ");
  if (typeof value === "number") return String(value);
  return value === null ? "–" : JSON.stringify(value);
}
