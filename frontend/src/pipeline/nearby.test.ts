import { expect, it } from "vitest";
import { nearby } from "./nearby";

const line = (at: number, kind: "same" | "added" = "same") => ({ kind, old: at, new: at, text: `${at}` });

it("keeps two lines around each change, and counts those between", () => {
  const lines = Array.from({ length: 12 }, (_, at) => line(at, at === 4 || at === 11 ? "added" : "same"));
  const shown = nearby(lines).map((one) => (one.kind === "gap" ? `… ${one.count}` : one.text));
  expect(shown).toEqual(["… 2", "2", "3", "4", "5", "6", "… 2", "9", "10", "11"]);
  expect(nearby([line(1), line(2)])).toEqual([{ kind: "gap", from: 0, count: 2 }]);
});
