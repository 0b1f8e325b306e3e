import { expect, it } from "vitest";
import { labelOf, text } from "./text";
import { learningEnded, whyWeighed } from "./weighing";

it("doesn't call weights the default that were learned before trials were kept", () => {
  expect(whyWeighed({ is_learned: true, trial: null })).toBe(text.learnedBefore);
  expect(whyWeighed({ is_learned: false, trial: null })).toBe(text.byDefault);
});

it("has words for how long the past is searched", () => {
  expect(labelOf("past_days")).toBe("Days that replaced versions stay searchable");
});

it("says what is needed where a learning came to nothing, and where to look where it came to something", () => {
  const trial = {
    origin: "test sets",
    questions: 12,
    before: 0.5,
    after: 0.5,
    is_kept: false,
    reason: "No better.",
    at: "2026-01-01T00:00:00Z",
  } as const;
  expect(learningEnded([{ is_learned: false, trial: null }])).toBe(text.learnedNothing);
  expect(learningEnded([{ is_learned: false, trial }])).toBe(text.learned);
  const tooFew = { ...trial, before: null, after: null, reason: "There are 0." };
  expect(learningEnded([{ is_learned: false, trial: tooFew }])).toBe(text.learnedNothing);
  expect(whyWeighed({ is_learned: false, trial: tooFew })).toBe("As it came. There are 0.");
});
