import { expect, it } from "vitest";
import { askedWords } from "./asked";

const named = (slug: string) => slug.toUpperCase();

it("says what a case is asked with beside its question", () => {
  expect(
    askedWords({ mode: "lexical", collections: ["hr", "it"], settings: { candidates: 80 } }, named),
  ).toEqual(["By words alone", "In HR, IT", "Passages to choose from: 80"]);
});

it("says nothing where it is asked as any question", () => {
  expect(askedWords({ mode: "hybrid", collections: [], settings: {} }, named)).toEqual([]);
});
