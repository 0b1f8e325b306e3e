import { expect, test } from "vitest";
import { countsOf, countWords } from "./counts";

const none = { added: 0, updated: 0, removed: 0, would_remove: 0, unchanged: 0, failed: 0, skipped: 0 };

test("a run tells what happened, and only that", () => {
  expect(countWords({ ...none, added: 2, failed: 1 })).toBe("2 added, 1 failed");
  expect(countWords(none)).toBe("Nothing changed.");
});

test("a dry run doesn't tell its removals twice", () => {
  const counts = { ...none, removed: 12, would_remove: 12 };
  expect(countWords(countsOf({ counts, dry_run: true }))).toBe("12 removed");
  expect(countsOf({ counts, dry_run: false })).toBe(counts);
});
