import { describe, expect, it } from "vitest";
import type { Feedback } from "../api/types";
import { ratedAnew, shownRating } from "./rating";

const stored: Feedback = {
  rating: "down",
  reasons: ["incomplete"],
  comment: "It was six last year.",
  expected_answer: "Six.",
  expected_document: null,
};

describe("a bare thumb", () => {
  it("keeps the reasons and words that were given before", () => {
    expect(ratedAnew(stored, "up")).toEqual({ ...stored, rating: "up" });
    expect(ratedAnew(null, "up")).toEqual({ rating: "up" });
  });

  it("shows what was pressed here before what is stored", () => {
    expect(shownRating(stored, "up")).toBe("up");
    expect(shownRating(stored, null)).toBeNull();
  });

  it("shows what is stored when that arrives late", () => {
    expect(shownRating(null, undefined)).toBeNull();
    expect(shownRating(stored, undefined)).toBe("down");
  });
});
