import { describe, expect, it } from "vitest";
import { settled } from "./useDraft";

const first = { content: "a", base: '"1-aa"' };
const second = { content: "b", base: '"2-bb"' };
const third = { content: "c", base: '"3-cc"' };

describe("a text and the file that it was made of", () => {
  it("does not move to a file that somebody else applied", () => {
    const written = { content: "mine", start: first, applied: null };
    expect(settled(written, second)).toBe(written);
  });

  it("moves to the file that it became, and no further", () => {
    const applied = { content: "mine", start: first, applied: 2 };
    expect(settled(applied, first)).toBe(applied);
    const moved = settled(applied, second);
    expect(moved.start).toBe(second);
    expect(settled(moved, third).start).toBe(second);
  });

  it("does not move past the file that it became where somebody was quicker than the page", () => {
    const applied = { content: "mine", start: first, applied: 2 };
    expect(settled(applied, third)).toBe(applied);
  });
});
