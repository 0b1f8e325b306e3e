import { expect, test } from "vitest";
import { readTrial } from "./trial";

test("a training is read with its verdict", () => {
  const kept = {
    at: "2026-11-02T08:15:00Z",
    cases: 30,
    kept: true,
    reason: "It is better.",
    verdict: { questions: 30, before: 0.6, after: 0.7, low: 0.01, high: 0.2 },
  };
  expect(readTrial(kept)).toEqual({
    at: kept.at,
    isKept: true,
    reason: kept.reason,
    verdict: { questions: 30, before: 0.6, after: 0.7 },
  });
});

test("a training with too few questions has no verdict, and none before the first", () => {
  const kept = { at: "2026-11-02T08:15:00Z", kept: false, reason: "Too few.", verdict: null };
  expect(readTrial(kept)?.verdict).toBeNull();
  expect(readTrial(null)).toBeNull();
});
