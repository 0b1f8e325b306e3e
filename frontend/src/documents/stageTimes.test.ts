import { expect, test } from "vitest";
import type { Stage } from "../api/types";
import { formatSeconds, passed, wholeSeconds } from "./stageTimes";

const stage = (name: Stage["name"], seconds: number | null): Stage => ({
  name,
  state: "done",
  seconds,
  usual_seconds: null,
});

test.each([
  [0.02, "0.1 s"],
  [3.21, "3.2 s"],
  [42.4, "42 s"],
  [125, "2 min"],
])("%d seconds are said as %s", (seconds, words) => {
  expect(formatSeconds(seconds)).toBe(words);
});

test("a stage that was passed over is left out of the sum", () => {
  const stages = [stage("waiting", 1.5), stage("splitting", null), stage("embedding", 2)];
  expect(passed(stages).map(({ name }) => name)).toEqual(["waiting", "embedding"]);
  expect(wholeSeconds(stages)).toBe(3.5);
});
