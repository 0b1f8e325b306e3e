import { describe, expect, it } from "vitest";
import { isNewer, turned } from "./conflict";

const same = (number: number) => ({ kind: "same" as const, old: number, new: number, text: "index:" });

describe("a file that somebody else applied", () => {
  it("is one with a number above that of the base, however the base is quoted", () => {
    expect([2, 3, 4].map((number) => isNewer({ number }, '"3-00ff"'))).toEqual([false, false, true]);
    expect(isNewer({ number: 10 }, 'W/"9-00ff"')).toBe(true);
    expect(isNewer({ number: 10 }, "*")).toBe(false);
  });
});

describe("a comparison seen from the other file", () => {
  it("swaps what goes and what comes, and keeps what goes first", () => {
    const lines = [
      same(1),
      { kind: "removed" as const, old: 2, new: null, text: "precision: binary" },
      { kind: "added" as const, old: null, new: 2, text: "precision: halfvec" },
      same(3),
    ];
    expect(turned(lines).map(({ kind, old, new: now, text }) => [kind, old, now, text])).toEqual([
      ["same", 1, 1, "index:"],
      ["removed", 2, null, "precision: halfvec"],
      ["added", null, 2, "precision: binary"],
      ["same", 3, 3, "index:"],
    ]);
    expect(turned(turned(lines))).toEqual(lines);
  });
});
