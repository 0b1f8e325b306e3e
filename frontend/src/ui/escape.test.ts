import { describe, expect, it } from "vitest";
import { isEscapeLeft } from "./escape";

type Attributes = Readonly<Record<string, string>>;

/** Whether an element with these attributes fits a list of attribute selectors, the only kind that is used. */
function fits(attributes: Attributes, selectors: string): boolean {
  return selectors.split(",").some((selector) => {
    const [, name = "", value] = /^\[([\w-]+)="([^"]*)"\]$/.exec(selector.trim()) ?? [];
    if (name === "") throw new Error(`not a selector that this test knows: ${selector}`);
    return attributes[name] === value;
  });
}

const dialog = { role: "dialog", "aria-modal": "true" };
const hoverCard = { role: "dialog" };
const menu = { role: "menu" };

const page = (...open: Attributes[]) =>
  ({
    querySelector: (selectors: string) => open.find((one) => fits(one, selectors)) ?? null,
  }) as unknown as Document;
const inside = (...around: Attributes[]) =>
  ({
    closest: (selectors: string) => around.find((one) => fits(one, selectors)) ?? null,
  }) as unknown as EventTarget;
const press = { defaultPrevented: false, isComposing: false, target: inside() };

describe("Escape", () => {
  it("is left for the page when nothing is open", () => {
    expect(isEscapeLeft(press, page())).toBe(true);
    expect(isEscapeLeft({ ...press, target: null }, page())).toBe(true);
  });

  it("is gone when somebody took it, or it ends the writing of a character", () => {
    expect(isEscapeLeft({ ...press, defaultPrevented: true }, page())).toBe(false);
    expect(isEscapeLeft({ ...press, isComposing: true }, page())).toBe(false);
  });

  it.each([dialog, menu, { role: "alertdialog" }, { role: "listbox" }])(
    "belongs to %o above the page",
    (open) => {
      expect(isEscapeLeft(press, page(open))).toBe(false);
    },
  );

  it("passes a card that only hovers, and what is no overlay at all", () => {
    expect(isEscapeLeft(press, page(hoverCard, { role: "main" }))).toBe(true);
  });

  it("belongs to what it was pressed in, even if that closes at once", () => {
    expect(isEscapeLeft({ ...press, target: inside(hoverCard) }, page())).toBe(false);
    expect(isEscapeLeft({ ...press, target: inside(menu) }, page())).toBe(false);
    expect(isEscapeLeft({ ...press, target: inside({ role: "main" }) }, page())).toBe(true);
  });
});
