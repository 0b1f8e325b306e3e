import { describe, expect, it } from "vitest";
import { settled } from "./useDraft";

const first = { content: "a", base: "1" };
const second = { content: "b", base: "2" };
const third = { content: "c", base: "3" };

describe("a text and the file that it was made of", () => {
  it("does not move to a file that somebody else applied", () => {
    const written = { content: "mine", start: first, isApplied: false };
    expect(settled(written, second)).toBe(written);
  });

  it("moves to the file that it became, and no further", () => {
    const applied = { content: "mine", start: first, isApplied: true };
    expect(settled(applied, first)).toBe(applied);
    const moved = settled(applied, second);
    expect(moved.start).toBe(second);
    expect(settled(moved, third).start).toBe(second);
  });
});
