import { expect, it } from "vitest";
import { askedWith, foundOf, recallLead } from "./recallWords";

const whole = { least: 0.99, least_of_questions: 0.95, questions: 50 };
const broken = /undefined|NaN|null/;

it("says of passages and of questions what is found, and below what people miss answers", () => {
  expect(recallLead(whole)).toContain("last 50 questions");
  expect(recallLead(whole)).toContain("Below 99.0 % of passages, or 95.0 % of questions");
  expect(foundOf({ recall: 0.995, recall_of_questions: 0.96 })).toBe(
    "96.0 % of questions, 99.5 % of passages",
  );
  expect(askedWith({ recall: 0.995, recall_of_questions: 0.96 })).toContain("people’s questions");
});

it("says what passages find where a report tells nothing of questions", () => {
  expect(recallLead({ least: 0.99 })).toContain("Below 99.0 %, people");
  expect(foundOf({ recall: 0.995 })).toBe("99.5 %");
  expect(foundOf({ recall: 0.995, recall_of_questions: null })).toBe("99.5 %");
  expect(askedWith({ recall: 0.995 })).toBe(", asked with its own passages");
});

it.each([
  {},
  { least: 0.99 },
  { questions: 50 },
  { least: Number.NaN, least_of_questions: 0.95, questions: 50 },
])("shows nothing broken of a report that lacks figures: %o", (bounds) => {
  expect(recallLead(bounds)).not.toMatch(broken);
});

it("has nothing to show of an index that was not measured", () => {
  expect(foundOf({})).toBeNull();
  expect(foundOf({ recall: null, recall_of_questions: null })).toBeNull();
  expect(askedWith({})).toBe("");
});
