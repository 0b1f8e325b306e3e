import { formatDay } from "../ui/time";
import { text } from "./text";

const ORDER = ["sender", "recipients", "subject", "author", "date", "url"] as const;

/** What a file says of itself, in the order in which people ask for it; a date that is none is shown as it stands. */
export function saidByFile(properties: Readonly<Record<string, string>>): [string, string][] {
  return ORDER.flatMap((name) => {
    const value = properties[name];
    if (!value) return [];
    const isDay = name === "date" && !Number.isNaN(Date.parse(value));
    return [[text.saidByFile[name], isDay ? formatDay(value) : value]];
  });
}
