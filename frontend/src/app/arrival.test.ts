import { expect, it } from "vitest";
import { cameSignedOut } from "./arrival";

/** A page whose server says this of the session. */
function pageSaying(content: string) {
  let said: { content: string; remove: () => void } | null = {
    content,
    remove: () => {
      said = null;
    },
  };
  return { querySelector: () => said } as unknown as Document;
}

it("asks for no session where there can be none, and only at the first look", () => {
  const page = pageSaying("none");
  expect([cameSignedOut(page), cameSignedOut(page)]).toEqual([true, false]);
});

it("asks where there may be one, and where no server filled in the page", () => {
  expect(cameSignedOut(pageSaying("unknown"))).toBe(false);
  expect(cameSignedOut(pageSaying("__SESSION__"))).toBe(false);
});
