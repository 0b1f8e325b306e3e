import { expect, it } from "vitest";
import { charactersLeft } from "./length";

it("counts down near the limit, and on beyond it", () => {
  expect(charactersLeft("a".repeat(3_599))).toBeNull();
  expect(charactersLeft("a".repeat(3_600))).toBe(400);
  expect(charactersLeft(` ${"🎉".repeat(4_000)} `)).toBe(0);
  expect(charactersLeft("a".repeat(4_012))).toBe(-12);
});
