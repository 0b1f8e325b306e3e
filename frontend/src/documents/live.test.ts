import { expect, it } from "vitest";
import { hasOlderAnswer } from "./live";

it("tells when an older version answers", () => {
  expect(hasOlderAnswer({ version: 2, live_version: 1 })).toBe(true);
  expect(hasOlderAnswer({ version: 2, live_version: 2 })).toBe(false);
  expect(hasOlderAnswer({ version: 1, live_version: null })).toBe(false);
});
