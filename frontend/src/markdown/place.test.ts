import { expect, test } from "vitest";
import { placeOf } from "./place";

test.each([
  [{ section: ["Leave", "Carry over"], page: 2, place: "Pages 2–3" }, "Leave › Carry over, pages 2–3"],
  [{ section: ["Costs"], page: 1, place: "Budget!A5:F12" }, "Costs, Budget!A5:F12"],
  [{ section: ["Budget 2026"], page: 1, place: "Budget 2026" }, "Budget 2026"],
  [{ section: [], page: 3, place: "" }, "page 3"],
  [{ section: [], page: null, place: "" }, ""],
])("names the place as people call it", (citation, expected) => {
  expect(placeOf(citation)).toBe(expected);
});
