import { expect, it } from "vitest";
import { buildText } from "./buildText";

it("says how long a build takes, and never nought", () => {
  expect(buildText.takes(0)).toBe("A moment");
  expect(buildText.takes(95)).toBe("about 1.6 h");
});

it("calls a model's languages by their names", () => {
  const model = { id: "m", revision: "1", dimensions: [384], max_tokens: 256, licence: "MIT" };
  expect(buildText.aboutModel({ ...model, languages: ["en", "de"] })).toContain("English, German");
});
