import { describe, expect, it } from "vitest";
import type { LearnedWeights } from "../../api/types";
import { teachingOf } from "./teaching";

const trial = (
  origin: "file" | "test sets",
  questions = 12,
): Pick<LearnedWeights, "collection" | "is_learned" | "trial"> => ({
  collection: null,
  is_learned: true,
  trial: { origin, questions, before: 0.5, after: 0.8, is_kept: true, at: "2026-11-27T02:00:00Z" },
});
const sets = [{ cases: 9 }, { cases: 5 }];

describe("teachingOf", () => {
  it("says how many cases teach, and how many collections learned on their own", () => {
    expect(teachingOf(sets, [trial("test sets"), { ...trial("test sets", 11), collection: "hr" }])).toEqual([
      "14 cases in all. On 27 Nov 2026, 12 questions that found what they expect taught the search.",
      "hr learned from 11 questions of its own.",
    ]);
  });

  it("says when what was taught does not hold", () => {
    expect(teachingOf(sets, [{ ...trial("test sets"), is_learned: false }])[0]).toContain("does not hold");
  });

  it("says how many are missing before any teaches", () => {
    expect(teachingOf([{ cases: 3 }], [trial("test sets")])).toEqual([
      "There are 3 of the 10 cases that are needed at least before they teach anything.",
    ]);
  });

  it("says when they teach for the first time", () => {
    expect(teachingOf(sets, [{ collection: null, is_learned: false, trial: null }])[0]).toContain("tonight");
  });

  it("lets a file stand before them", () => {
    expect(teachingOf(sets, [trial("file"), { ...trial("file"), collection: "hr" }])).toEqual([
      "An operator’s file taught the search: test sets change nothing for now.",
    ]);
  });
});
