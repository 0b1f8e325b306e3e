import { describe, expect, it } from "vitest";
import { standing } from "./standing";

const before = { id: "a", updated_at: "2026-11-02T08:00:00Z" };
const after = { id: "a", updated_at: "2026-11-02T09:00:00Z" };

describe("the entry that is looked at", () => {
  it("stays when a filter takes it out of the list", () => {
    expect(standing(before, [{ id: "b", updated_at: "2026-11-02T10:00:00Z" }])).toBe(before);
  });

  it("is the newer of what the list and the last change say", () => {
    expect(standing(before, [after])).toBe(after);
    expect(standing(after, [before])).toBe(after);
  });

  it("is none until one is chosen", () => {
    expect(standing(null, [before])).toBeNull();
  });
});
