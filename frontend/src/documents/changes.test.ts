import { describe, expect, it } from "vitest";
import { changesOf } from "./changes";

describe("changes", () => {
  it("are the fields that differ, whatever the order of a list", () => {
    const kept = { title: "Leave", readers: ["hr", "it"] };
    expect(changesOf(kept, { title: "Leave", readers: ["it", "hr"] })).toEqual({});
    expect(changesOf(kept, { title: "Leave policy", readers: [] })).toEqual({
      title: "Leave policy",
      readers: [],
    });
  });
});
