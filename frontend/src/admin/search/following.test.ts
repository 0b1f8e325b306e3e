import { expect, it } from "vitest";
import { followingOf } from "./following";
import { text } from "./text";

it("is under way until the job has ended", () => {
  expect(followingOf(false, undefined).state).toBe("none");
  expect(followingOf(true, undefined).state).toBe("running");
  expect(followingOf(true, { state: "queued", error: null }).state).toBe("running");
  expect(followingOf(true, { state: "running", error: null }).state).toBe("running");
  expect(followingOf(true, { state: "done", error: null }).state).toBe("done");
});

it("says why a job came to nothing", () => {
  const error = { code: "unavailable", detail: "The models do not answer." };
  expect(followingOf(true, { state: "failed", error })).toEqual({ state: "failed", why: error.detail });
  expect(followingOf(true, { state: "failed", error: null })).toEqual({
    state: "failed",
    why: text.failedUnsaid,
  });
  expect(followingOf(true, { state: "cancelled", error: null })).toEqual({
    state: "failed",
    why: text.stopped,
  });
});
