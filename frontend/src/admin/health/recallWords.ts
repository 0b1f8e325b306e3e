/** How recall is told in words, also of a report that lacks some of its figures. */
import type { CheckedIndex, Health } from "../../api/health";
import { text } from "./text";

type Bounds = Partial<Pick<Health["recall"], "least" | "least_of_questions" | "questions">>;
type Found = Partial<Pick<CheckedIndex, "recall" | "recall_of_questions">>;

/** A share in percent; null where there is none. */
function percent(share: number | null | undefined): string | null {
  return typeof share === "number" && Number.isFinite(share) ? `${(share * 100).toFixed(1)} %` : null;
}

/** What is measured, and below what people miss answers. */
export function recallLead({ least, least_of_questions, questions }: Bounds): string {
  const ofPassages = percent(least);
  const ofQuestions = typeof questions === "number" ? percent(least_of_questions) : null;
  const told: string[] = [text.recallLead];
  if (typeof questions === "number") told.push(text.recallQuestions(questions));
  if (ofPassages !== null)
    told.push(
      ofQuestions === null ? text.recallLeast(ofPassages) : text.recallLeastOfBoth(ofPassages, ofQuestions),
    );
  return told.join(" ");
}

/** With what the graph was asked, as the end of a sentence. */
export function askedWith({ recall, recall_of_questions }: Found): string {
  if (percent(recall) === null) return "";
  return `, ${percent(recall_of_questions) === null ? text.askedWithPassages : text.askedWithQuestions}`;
}

/** What an index version finds; null where that was not measured. */
export function foundOf({ recall, recall_of_questions }: Found): string | null {
  const [ofPassages, ofQuestions] = [percent(recall), percent(recall_of_questions)];
  if (ofPassages === null) return null;
  return ofQuestions === null ? ofPassages : text.recalls(ofQuestions, ofPassages);
}
