import { expect, it } from "vitest";
import { labelOf, text } from "./text";
import { whyWeighed } from "./weighing";

it("doesn't call weights the default that were learned before trials were kept", () => {
  expect(whyWeighed({ is_learned: true, trial: null })).toBe(text.learnedBefore);
  expect(whyWeighed({ is_learned: false, trial: null })).toBe(text.byDefault);
});

it("has words for how long the past is searched", () => {
  expect(labelOf("past_days")).toBe("Days that replaced versions stay searchable");
});
