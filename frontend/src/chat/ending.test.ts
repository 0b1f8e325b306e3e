import { describe, expect, it } from "vitest";
import { hasJustEnded, isBeingRead } from "./ending";

describe("the end of an answer", () => {
  it("is shown to who reads it, and takes nobody away from another answer", () => {
    expect(isBeingRead({ top: 300, bottom: 900 }, 800)).toBe(true);
    expect(isBeingRead({ top: -200, bottom: 400 }, 800)).toBe(true);
    expect(isBeingRead({ top: 820, bottom: 1400 }, 800)).toBe(false);
    expect(isBeingRead({ top: -900, bottom: -20 }, 800)).toBe(false);
  });

  it("comes once, when the answer that was written is written no more", () => {
    const live = { key: "a", isLive: true };
    const done = { key: "a", isLive: false };
    expect(hasJustEnded(live, done)).toBe(true);
    expect(hasJustEnded(done, done)).toBe(false);
    expect(hasJustEnded(null, done)).toBe(false);
    expect(hasJustEnded({ key: "b", isLive: true }, done)).toBe(false);
    expect(hasJustEnded(live, live)).toBe(false);
  });
});
