import { expect, test } from "vitest";
import { countWords } from "./counts";

const none = { added: 0, updated: 0, removed: 0, would_remove: 0, unchanged: 0, failed: 0, skipped: 0 };

test("a run tells what happened, and only that", () => {
  expect(countWords({ ...none, added: 2, failed: 1 })).toBe("2 added, 1 failed");
  expect(countWords(none)).toBe("Nothing changed.");
});
