import { describe, expect, it } from "vitest";
import { waitingFile } from "./waiting";

const file = (number: number, state: "building" | "ready" | "live" | "retired" | null) =>
  ({ number, index: state === null ? null : number + 10, state }) as const;

describe("the file that waits", () => {
  it("is the latest whose index version is built or ready", () => {
    expect(waitingFile([file(3, "building"), file(2, "ready")])).toEqual({
      number: 3,
      index: 13,
      state: "building",
    });
    expect(waitingFile([file(3, null), file(2, "ready"), file(1, "live")])?.number).toBe(2);
  });

  it("is none where the latest one answers, whatever could be gone back to", () => {
    expect(waitingFile([file(3, "live"), file(2, "ready")])).toBeNull();
    expect(waitingFile([file(2, null), file(1, "retired")])).toBeNull();
    expect(waitingFile([])).toBeNull();
  });
});
