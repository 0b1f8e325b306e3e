import { expect, it } from "vitest";
import { asked, isChosen, isEmpty, none, toggled } from "./selection";

it("adds a document and takes it out again", () => {
  const one = toggled(none, "a", ["a", "b"]);
  expect(isChosen(one, "a")).toBe(true);
  expect(isEmpty(toggled(one, "a", ["a", "b"]))).toBe(true);
});

it("keeps what is seen when one of all that fit is taken out", () => {
  expect(toggled({ filter: { q: "leave" } }, "a", ["a", "b"])).toEqual({ ids: ["b"] });
});

it("asks for ids, or for a filter without what isn't filtered", () => {
  expect(asked({ ids: ["a"] })).toEqual({ ids: ["a"] });
  expect(asked({ filter: { q: "leave", status: "", collection: undefined } })).toEqual({
    filter: { q: "leave" },
  });
});

it("says expressly that all documents are meant where nothing is filtered", () => {
  expect(asked({ filter: { q: "", collection: undefined } })).toEqual({ all: true });
});
