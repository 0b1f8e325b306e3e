/** How a case is asked, in words. */
import type { TestCase } from "../../api/bench";
import { valueWords } from "../../documents/names";
import { labelOf } from "../search/text";
import { text } from "./text";

type Asked = Pick<TestCase, "mode" | "collections" | "settings">;

/** What a case is asked with beside its question; nothing where it is asked as any question. */
export function askedWords(
  { mode, collections, settings }: Asked,
  nameOf: (slug: string) => string,
): string[] {
  const tried = Object.entries(settings).map(([name, value]) => `${labelOf(name)}: ${valueWords(value)}`);
  const place = collections.length > 0 ? text.within(collections.map(nameOf).join(", ")) : "";
  return [text.modes[mode] ?? mode, place, ...tried].filter((part) => part !== "");
}
