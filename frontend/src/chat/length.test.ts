import { expect, it } from "vitest";
import { charactersLeft, spokenLeft } from "./length";

it("counts down near the limit, and on beyond it", () => {
  expect(charactersLeft("a".repeat(3_599))).toBeNull();
  expect(charactersLeft("a".repeat(3_600))).toBe(400);
  expect(charactersLeft(` ${"🎉".repeat(4_000)} `)).toBe(0);
  expect(charactersLeft("a".repeat(4_012))).toBe(-12);
});

it("is spoken in steps, once beyond the limit", () => {
  expect([null, 400, 201, 200, 51, 3, 0].map(spokenLeft)).toEqual([null, 400, 400, 200, 100, 10, 0]);
  expect([-1, -2, -90].map(spokenLeft)).toEqual([-1, -1, -1]);
});
