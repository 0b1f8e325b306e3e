import { expect, it } from "vitest";
import { lineStart } from "./lineStart";

it("finds where a line begins, and the end where there is none", () => {
  expect([1, 2, 3, 9].map((line) => lineStart("a: 1\nb:\n  c: 2", line))).toEqual([0, 5, 8, 14]);
});
