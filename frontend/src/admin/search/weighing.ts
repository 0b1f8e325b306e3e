import type { LearnedWeights } from "../../api/types";
import { text } from "./text";

type Weighed = Pick<LearnedWeights, "is_learned" | "trial">;

/** What to say once a learning has ended: where nothing was compared, there was too little to learn from. */
export function learningEnded(rows: readonly Weighed[]): string {
  return rows.some(({ trial }) => trial !== null && trial.before !== null)
    ? text.learned
    : text.learnedNothing;
}

/** Why a collection is weighed as it is: by default, or by what was learned, of which older ones kept no trial. */
export function whyWeighed({ is_learned, trial }: Weighed): string {
  if (trial === null) return is_learned ? text.learnedBefore : text.byDefault;
  if (trial.before === null || trial.after === null) return `${text.asItCame} ${trial.reason}`;
  if (!is_learned) return text.helpedNothing(trial.questions);
  const told = text.learnedFrom(trial.questions, trial.before, trial.after);
  return trial.origin === "file" ? `${told} ${text.fromFile}` : told;
}
