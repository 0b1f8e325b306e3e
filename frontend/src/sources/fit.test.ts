import { describe, expect, it } from "vitest";
import {
  atAnotherWidth,
  chosen,
  extentOf,
  fitted,
  fittingScroll,
  fittingZoom,
  larger,
  smaller,
  unfitted,
} from "./fit";

describe("a page", () => {
  it("is drawn so that its text fills the room, its margins cut off", () => {
    const text = extentOf([
      { left: 60, right: 200 },
      { left: 80, right: 440 },
    ]);
    expect(text).toEqual({ left: 60, right: 440 });
    expect(fittingZoom(text, 480)).toBeCloseTo(456 / 380);
    expect(fittingScroll(text)).toBe(48);
  });

  it("without text is drawn whole", () => {
    expect(extentOf([])).toBeNull();
    expect(fittingZoom(null, 480)).toBe(1);
    expect(fittingScroll(null)).toBe(0);
  });

  it("is never smaller than the room, nor blown up for a word or two", () => {
    expect(fittingZoom({ left: 0, right: 500 }, 480)).toBe(1);
    expect(fittingZoom({ left: 0, right: 20 }, 480)).toBe(2);
  });

  it("is fitted to its text on a phone too, where no line may be cut off", () => {
    const text = { left: 30, right: 330 };
    const zoom = fittingZoom(text, 360);
    expect(zoom).toBeCloseTo(1.12);
    expect((text.right - text.left) * zoom).toBeLessThan(360);
  });

  it("is fitted anew to another width, unless its reader has chosen", () => {
    expect(atAnotherWidth(fitted(1.4))).toEqual(unfitted);
    expect(atAnotherWidth(chosen(2.5))).toEqual(chosen(2.5));
  });

  it("grows and shrinks within bounds", () => {
    expect(larger(1)).toBe(1.25);
    expect(larger(4)).toBe(4);
    expect(smaller(1.1)).toBe(1);
  });
});
