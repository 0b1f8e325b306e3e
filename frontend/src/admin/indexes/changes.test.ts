import { describe, expect, it } from "vitest";
import { changeFor, stepsOf, stillAsked } from "./changes";

const building = { state: "building", promoted_at: null } as const;
const ready = { state: "ready", promoted_at: null } as const;
const before = { state: "ready", promoted_at: "2026-11-02T08:15:00Z" } as const;

describe("an index version", () => {
  it("can be stopped while it is built, and promoted or discarded when it is ready", () => {
    expect(stepsOf(building)).toEqual(["stop"]);
    expect(stepsOf(ready)).toEqual(["promote", "discard"]);
  });

  it("is gone back to or dropped where it was live before, and left alone where it is over", () => {
    expect(stepsOf(before)).toEqual(["rollback", "drop"]);
    expect(stepsOf({ state: "live", promoted_at: before.promoted_at })).toEqual([]);
    expect(stepsOf({ state: "cancelled", promoted_at: null })).toEqual([]);
  });
});

describe("a question about an index version", () => {
  it("never turns into its opposite when the version moves on under it", () => {
    expect(stillAsked("stop", building)).toBe("stop");
    expect(stillAsked("stop", ready)).toBeNull();
    expect(stillAsked("promote", { state: "live", promoted_at: before.promoted_at })).toBeNull();
    expect(stillAsked(null, building)).toBeNull();
  });

  it("gives up by the API's one word", () => {
    expect([changeFor.stop, changeFor.discard, changeFor.drop]).toEqual(["cancel", "cancel", "cancel"]);
  });
});
