import { describe, expect, it } from "vitest";
import { piecesOfQuote } from "./highlight";

const page = ["Leave policy", "Up to five days may be car-", "ried over into the next", "year. Ask HR.", ""];

describe("a quote on a PDF page", () => {
  it("is found across lines and hyphens", () => {
    expect([...piecesOfQuote(page, "Five days may be carried over into the next year.")]).toEqual([1, 2, 3]);
  });

  it("isn't invented where the page doesn't hold it", () => {
    expect(piecesOfQuote(page, "Six weeks of leave").size).toBe(0);
    expect(piecesOfQuote(page, " … ").size).toBe(0);
  });
});
