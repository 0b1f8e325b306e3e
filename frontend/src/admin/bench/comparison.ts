/** What became of results from one search to another. */
import type { Result } from "../../api/bench";

export type Move =
  | { kind: "same" }
  | { kind: "up"; by: number }
  | { kind: "down"; by: number }
  | { kind: "added" }
  | { kind: "removed" };

const places = (results: readonly Result[]) =>
  new Map(results.map(({ chunk_id }, place) => [chunk_id, place]));

/** How each result of `mine` stands against `other`; what isn't there is `missing`. */
export function movesAgainst(
  mine: readonly Result[],
  other: readonly Result[],
  missing: "added" | "removed",
): Map<string, Move> {
  const before = places(other);
  return new Map(mine.map(({ chunk_id }, place) => [chunk_id, moveOf(before.get(chunk_id), place, missing)]));
}

function moveOf(was: number | undefined, place: number, missing: "added" | "removed"): Move {
  if (was === undefined) return { kind: missing };
  if (was === place) return { kind: "same" };
  return { kind: was > place ? "up" : "down", by: Math.abs(was - place) };
}

/** The place of the result that says the same as this one, counted from 1; undefined where none does. */
export function placeOfSame(
  { repeats }: Pick<Result, "repeats">,
  results: readonly Result[],
): number | undefined {
  const place = results.findIndex(({ chunk_id }) => chunk_id === repeats);
  return repeats === null || place === -1 ? undefined : place + 1;
}

export const parts = ["dense", "lexical", "fused", "rerank"] as const;
export type Part = (typeof parts)[number];

type Scored = Pick<Result, "scores">;

/** The scores that a search gave; what it fused is one of its own only where it searched both ways. */
export function partsOf(results: readonly Scored[]): Part[] {
  const given = parts.filter((part) => results.some(({ scores }) => scores[part] !== null));
  const areBoth = given.includes("dense") && given.includes("lexical");
  return given.filter((part) => part !== "fused" || areBoth);
}

/** The largest of each score, by which its bars are drawn: in one scale for both searches. */
export function scales(...searches: readonly (readonly Scored[])[]): Record<Part, number> {
  const largest = (part: Part) =>
    Math.max(
      0,
      ...searches
        .filter((results) => partsOf(results).includes(part))
        .flat()
        .map(({ scores }) => scores[part] ?? 0),
    );
  return {
    dense: largest("dense"),
    lexical: largest("lexical"),
    fused: largest("fused"),
    rerank: largest("rerank"),
  };
}

/** The settings that are other than the company's. */
export function changedSettings<T>(live: Readonly<Record<string, T>>, tried: Readonly<Record<string, T>>) {
  return Object.fromEntries(Object.entries(tried).filter(([name, value]) => live[name] !== value));
}
