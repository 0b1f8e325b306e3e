import { describe, expect, it } from "vitest";
import type { LearnedWeights } from "../../api/types";
import { teachingOf } from "./teaching";
import { text } from "./text";

const trial = (
  origin: "file" | "test sets",
  questions = 12,
): Pick<LearnedWeights, "collection" | "is_learned" | "trial"> => ({
  collection: null,
  is_learned: true,
  trial: {
    origin,
    questions,
    before: 0.5,
    after: 0.8,
    is_kept: true,
    reason: "",
    at: "2026-11-27T02:00:00Z",
  },
});
const sets = [{ cases: 9 }, { cases: 5 }];

describe("teachingOf", () => {
  it("says how many cases teach, and how many collections learned on their own", () => {
    const weights = [trial("test sets"), { ...trial("test sets", 11), collection: "hr" }];
    expect(teachingOf(sets, weights)).toEqual([
      "14 cases in all. On 27 Nov 2026, 12 questions that found what they expect taught the search.",
      "hr learned from 11 questions of its own.",
    ]);
    const named = teachingOf(sets, weights, [{ slug: "hr", name: "Human resources" }]);
    expect(named[1]).toBe("Human resources learned from 11 questions of its own.");
  });

  it("says when what was taught does not hold", () => {
    expect(teachingOf(sets, [{ ...trial("test sets"), is_learned: false }])[0]).toContain("does not hold");
  });

  it("says how many are missing before any teaches", () => {
    expect(teachingOf([{ cases: 3 }], [trial("test sets")])).toEqual([
      "There are 3 of the 10 cases that are needed at least before they teach anything.",
    ]);
  });

  it("speaks of a single case as of one", () => {
    expect(teachingOf([{ cases: 1 }], [])[0]).toMatch(/^There is 1 of the 10 cases/);
    expect(text.removeSet(1)).toBe("Its 1 case goes with it, and teaches the search no more.");
    expect(text.removeSet(2)).toBe("Its 2 cases go with it, and teach the search no more.");
  });

  it("names the button by what is written on it", () => {
    expect(text.showOf("Leave")).toContain(text.show);
    expect(text.hideOf("Leave")).toContain(text.hide);
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
