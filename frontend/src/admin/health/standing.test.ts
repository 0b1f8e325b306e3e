import { expect, test } from "vitest";
import { isWell } from "./standing";

const well = {
  alarms: [],
  canaries: {
    enabled: true,
    checked_at: "2026-01-01T00:00:00Z",
    is_late: false,
    state: "kept" as const,
    groups: [],
  },
  recall: {
    least: 0.99,
    least_of_questions: 0.95,
    questions: 50,
    checked_at: "2026-01-01T00:00:00Z",
    is_late: false,
    indexes: [],
  },
  queues: [],
  embedders: [{ name: "mini", is_up: true, detail: "" }],
  model_servers: [],
};

test("all is well where all was looked at and holds", () => {
  expect(isWell(well)).toBe(true);
});

test.each([
  { canaries: { ...well.canaries, state: null } },
  { canaries: { ...well.canaries, is_late: true } },
  { recall: { ...well.recall, is_late: true } },
  { recall: { ...well.recall, checked_at: null } },
  { embedders: [{ name: "mini", is_up: false, detail: "down" }] },
])("what was not looked at, or is down, is not well: %o", (part) => {
  expect(isWell({ ...well, ...part })).toBe(false);
});
