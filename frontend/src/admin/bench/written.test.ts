import { expect, it } from "vitest";
import { written } from "./written";

it("writes what has parts as JSON that may wrap, each part of a list in its own line", () => {
  expect(written({ dentl: ["dental"] })).toEqual({ words: '{ "dentl": [ "dental" ] }', isCode: true });
  expect(written([{ step: "split", parts: [] }, { step: "time" }])).toEqual({
    words: '{ "step": "split", "parts": [] }\n{ "step": "time" }',
    isCode: true,
  });
});

it("writes words, numbers and lists of them as they are read", () => {
  expect(written("hybrid")).toEqual({ words: "hybrid", isCode: false });
  expect(written(0)).toEqual({ words: "0", isCode: false });
  expect(written(["en", "de"])).toEqual({ words: "en, de", isCode: false });
});

it("has no words for what is not told", () => {
  expect(written(null).words).toBe("");
  expect(written([]).words).toBe("");
});
