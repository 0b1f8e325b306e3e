import { expect, it } from "vitest";
import { isToCome } from "./days";

it.each([
  ["2026-01-02", true],
  ["12025-12-31", true],
  ["2026-01-01", false],
  ["0002-12-31", false],
  ["", false],
])("knows which days have not come yet on the first of 2026: %s", (day, expected) => {
  expect(isToCome(day, "2026-01-01")).toBe(expected);
});
