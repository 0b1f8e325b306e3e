import { expect, test } from "vitest";
import { listsIn, termsIn } from "./lists";

test("terms are parted by commas and line breaks, each once", () => {
  expect(termsIn("PTO, paid time off\n vacation ;pto")).toEqual(["pto", "paid time off", "vacation"]);
});

test("each line of a CSV file is a list, where it has two terms at least", () => {
  expect(listsIn('\uFEFFPTO,paid time off\r\n"R&D; labs";research\n\nalone\n')).toEqual([
    { terms: ["PTO", "paid time off"], one_way: false },
    { terms: ["R&D; labs", "research"], one_way: false },
  ]);
});

test("quotation marks within a cell are doubled", () => {
  expect(listsIn('"the ""big"" one",main')[0]?.terms).toEqual(['the "big" one', "main"]);
});
