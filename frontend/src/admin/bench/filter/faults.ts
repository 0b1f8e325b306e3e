/** What is wrong with a filter, and where in its text. */
import type { FieldProblem } from "../../../api/types";
import { text } from "../text";
import { NotJson, type Part, type Place, placeOf, readParts } from "./places";

export interface Fault extends Place {
  detail: string;
}

/** What can be told without the server: that a text is no JSON object. */
export function faultsIn(written: string): Fault[] {
  if (written.trim() === "") return [];
  const read = partsOf(written);
  if (read instanceof NotJson) return [{ ...read.place, detail: text.filterExpected(read.message) }];
  return read.kind === "object" ? [] : [{ from: read.from, to: read.to, detail: text.filterNoObject }];
}

/** What the server says of a filter, each at its place in the text. */
export function faultsFrom(written: string, problems: readonly FieldProblem[]): Fault[] {
  const read = partsOf(written);
  if (read instanceof NotJson) return [];
  return problems
    .filter(({ field }) => isOfFilter(field))
    .map(({ field, detail }) => ({ ...placeOf(read, field.slice(filterField.length)), detail }));
}

const filterField = "filter";

export const isOfFilter = (field: string): boolean => /^filter([.[]|$)/.test(field);

/** The line that a fault stands in, cut to what is near: before it, the fault, and after it. */
export function excerptOf(written: string, { from, to }: Place): [string, string, string] {
  const begin = Math.max(written.lastIndexOf("\n", from - 1) + 1, from - reach);
  const end = endOfLine(written, Math.max(from, to));
  const before = written.slice(begin, from);
  const after = written.slice(to, Math.min(end, to + reach));
  return [
    begin > 0 && written[begin - 1] !== "\n" ? `…${before}` : before.trimStart(),
    written.slice(from, to),
    to + reach < end ? `${after}…` : after,
  ];
}

const reach = 24;

function endOfLine(written: string, from: number): number {
  const end = written.indexOf("\n", from);
  return end === -1 ? written.length : end;
}

function partsOf(written: string): Part | NotJson {
  try {
    return readParts(written);
  } catch (error) {
    if (error instanceof NotJson) return error;
    throw error;
  }
}
