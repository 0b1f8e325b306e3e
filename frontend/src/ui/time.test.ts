import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { formatAsOf } from "./time";

// Far from UTC, whatever the machine has.
beforeAll(() => void vi.stubEnv("TZ", "America/New_York"));
afterAll(() => void vi.unstubAllEnvs());

it.each([
  ["2025-12-31", "31 Dec 2025"],
  ["2025-12-31T18:30", "31 Dec 2025, 18:30 UTC"],
  ["2025-12-31 18:30:05", "31 Dec 2025, 18:30 UTC"],
  ["2025-12-31T18:30:00Z", "31 Dec 2025, 18:30 UTC"],
  ["2026-01-01T00:30:00+01:00", "31 Dec 2025, 23:30 UTC"],
  ["once", "once"],
])("says as of when by UTC, with the time where there is one: %s", (text, shown) => {
  expect(formatAsOf(text)).toBe(shown);
});
