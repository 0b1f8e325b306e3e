/** What test sets taught the search, in sentences. */
import type { TestSet } from "../../api/bench";
import type { Collection, LearnedWeights } from "../../api/types";
import { formatDay } from "../../ui/time";
import { text } from "./text";

/** So many cases teach; fewer would teach chance. */
const leastCases = 10;

type Taught = Pick<LearnedWeights, "collection" | "is_learned" | "trial">;

/** How many cases there are, how many of them taught the search, and whether that holds. */
export function teachingOf(
  sets: readonly Pick<TestSet, "cases">[],
  weights: readonly Taught[],
  collections: readonly Pick<Collection, "slug" | "name">[] = [],
): string[] {
  const total = sets.reduce((sum, { cases }) => sum + cases, 0);
  const all = weights.find(({ collection }) => collection === null);
  const nameOf = (slug: string) => collections.find((one) => one.slug === slug)?.name ?? slug;
  const own = weights.flatMap(({ collection, is_learned, trial }) =>
    collection !== null && is_learned && trial?.origin === "test sets"
      ? [text.ofItsOwn(nameOf(collection), trial.questions)]
      : [],
  );
  return [ofAll(total, all), ...own];
}

function ofAll(total: number, all: Taught | undefined): string {
  const trial = all?.trial ?? null;
  if (trial?.origin === "file") return text.byFile;
  if (total < leastCases) return text.tooFew(total, leastCases);
  // There were too few the last time.
  if (trial === null || trial.before === null) return text.tonight(total);
  const say = all?.is_learned ? text.taught : text.helpedNothing;
  return say(total, trial.questions, formatDay(trial.at));
}
