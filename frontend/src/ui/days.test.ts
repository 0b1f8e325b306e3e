import { expect, it } from "vitest";
import { isStanding, isToCome } from "./days";

it.each([
  ["2026-01-02", true],
  ["12025-12-31", true],
  ["2026-01-01", false],
  ["0002-12-31", false],
  ["", false],
])("knows which days have not come yet on the first of 2026: %s", (day, expected) => {
  expect(isToCome(day, "2026-01-01")).toBe(expected);
});

it("shows a refused day no more once another is taken elsewhere", () => {
  const refused = { chosen: "2999-01-31", kept: "2020-01-31" };
  expect(isStanding(refused, "2020-01-31")).toBe(true);
  expect(isStanding(refused, "")).toBe(false);
  expect(isStanding(null, "")).toBe(false);
});
