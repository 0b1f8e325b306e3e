import { describe, expect, it } from "vitest";
import type { Difference } from "../api/pipelines";
import { type Found, stillSo } from "./found";

const difference = { base: '"1-aa"', changes: [], needs: "nothing", lines: [] } as unknown as Difference;
const found: Found = { step: "apply", content: "mine", faults: [], difference };
const nothing = { step: null, faults: [], difference: null };

describe("what was found about a text", () => {
  it("holds while the text and the present file are those that were looked at", () => {
    expect(stillSo(found, "mine", { base: '"1-aa"' })).toEqual({ step: "apply", faults: [], difference });
    expect(stillSo(undefined, "mine", { base: '"1-aa"' })).toEqual(nothing);
    expect(stillSo(found, "other", { base: '"1-aa"' })).toEqual(nothing);
  });

  it("is compared with nothing any more once somebody changed the pipeline", () => {
    expect(stillSo(found, "mine", { base: '"2-bb"' })).toEqual({
      step: "apply",
      faults: [],
      difference: null,
    });
  });
});
