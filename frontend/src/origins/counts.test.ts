import { expect, test } from "vitest";
import { countWords } from "./counts";

const none = { added: 0, updated: 0, removed: 0, would_remove: 0, unchanged: 0, failed: 0, skipped: 0 };

test("a run tells what happened, and only that", () => {
  expect(countWords({ counts: { ...none, added: 2, failed: 1 }, dry_run: false })).toBe("2 added, 1 failed");
  expect(countWords({ counts: none, dry_run: false })).toBe("");
});

test("a dry run tells what would happen, and its removals once", () => {
  const counts = { ...none, added: 1200, removed: 12, would_remove: 12 };
  expect(countWords({ counts, dry_run: true })).toBe("1,200 would be added, 12 would be removed");
});
