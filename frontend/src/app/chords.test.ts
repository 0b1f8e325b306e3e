import { describe, expect, it } from "vitest";
import { chordsFor, isMidWork } from "./chords";

/** An element that lies in whatever these selectors name. */
const within = (...names: string[]) => ({
  closest: (selector: string) =>
    selector.split(", ").some((part) => names.includes(part)) ? ({} as Element) : null,
});

describe("the way to another place by the keyboard", () => {
  it("types nothing: on a Mac, Option alone makes letters", () => {
    expect(chordsFor(true).newQuestion).toEqual({ keys: "ctrl+alt+N", shown: "Control Option N" });
    expect(chordsFor(false).newQuestion).toEqual({ keys: "alt+N", shown: "Alt N" });
  });

  it("is open from the page and from a question that is kept", () => {
    expect(isMidWork(null)).toBe(false);
    expect(isMidWork(within("main"))).toBe(false);
    expect(isMidWork(within("textarea", "[data-kept-writing]"))).toBe(false);
  });

  it("is closed where a form would be left half filled", () => {
    expect(isMidWork(within("input"))).toBe(true);
    expect(isMidWork(within("textarea"))).toBe(true);
    expect(isMidWork(within("[role=dialog]"))).toBe(true);
  });
});
