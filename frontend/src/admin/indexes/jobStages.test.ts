import { expect, test } from "vitest";
import { shares } from "./jobStages";

const stage = (name: string, seconds: number, is_current = false) => ({ name, seconds, is_current });

test("each stage has its share of the whole", () => {
  const found = shares([stage("waiting", 1), stage("splitting", 3)]);
  expect(found.map(({ name, share }) => [name, share])).toEqual([
    ["waiting", 0.25],
    ["splitting", 0.75],
  ]);
});

test("what took no time is left out, unless it is going on", () => {
  const found = shares([stage("waiting", 2), stage("working", 0), stage("splitting", 0, true)]);
  expect(found.map(({ name }) => name)).toEqual(["waiting", "splitting"]);
});

test("a stage that has only begun has the whole", () => {
  expect(shares([stage("waiting", 0, true)])[0]?.share).toBe(1);
});
