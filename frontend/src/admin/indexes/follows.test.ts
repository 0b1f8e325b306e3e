import { describe, expect, it } from "vitest";
import { followsOf, returnFailure } from "./follows";

const live = { state: "live" as const, answers_for: ["law", "tax"], leaving: ["law"] };

describe("the collections of an index version of their own", () => {
  it("wait where the server says that they leave, and can be asked about again once it does not", () => {
    expect(followsOf(live)).toEqual({ own: ["law", "tax"], leaving: ["law"], staying: ["tax"] });
    expect(followsOf({ ...live, leaving: [] }).staying).toEqual(["law", "tax"]);
    expect(followsOf({ ...live, answers_for: ["tax"] })).toEqual({
      own: ["tax"],
      leaving: [],
      staying: ["tax"],
    });
  });

  it("are none where it answers for the company, or for nobody", () => {
    expect(followsOf({ ...live, answers_for: null }).own).toEqual([]);
    expect(followsOf({ ...live, state: "ready" }).own).toEqual([]);
  });
});

it("says why a collection is not back, once that is known", () => {
  const error = { code: "gone", detail: "Version 3 is gone." };
  expect(returnFailure({ state: "failed", error })).toBe("Version 3 is gone.");
  expect(returnFailure({ state: "cancelled", error: null })).toBe("It was stopped.");
  expect(returnFailure({ state: "running", error })).toBeNull();
  expect(returnFailure({ state: "done", error: null })).toBeNull();
  expect(returnFailure(undefined)).toBeNull();
});
