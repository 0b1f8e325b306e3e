import { describe, expect, it } from "vitest";
import { isEscapeLeft } from "./escape";

const overlay = {} as Element;
const elementIn = (found: Element | null) => ({ closest: () => found }) as unknown as EventTarget;
const page = (found: Element | null) => ({ querySelector: () => found }) as unknown as Document;
const press = { defaultPrevented: false, isComposing: false, target: elementIn(null) };

describe("Escape", () => {
  it("is left for the page when nothing is open", () => {
    expect(isEscapeLeft(press, page(null))).toBe(true);
    expect(isEscapeLeft({ ...press, target: null }, page(null))).toBe(true);
  });

  it("is gone when somebody took it, or it ends the writing of a character", () => {
    expect(isEscapeLeft({ ...press, defaultPrevented: true }, page(null))).toBe(false);
    expect(isEscapeLeft({ ...press, isComposing: true }, page(null))).toBe(false);
  });

  it("belongs to what is open above, even if that closes at once", () => {
    expect(isEscapeLeft(press, page(overlay))).toBe(false);
    expect(isEscapeLeft({ ...press, target: elementIn(overlay) }, page(null))).toBe(false);
  });
});
