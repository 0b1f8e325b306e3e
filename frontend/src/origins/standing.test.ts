import { expect, test } from "vitest";
import { placeOf, standingOf } from "./standing";

const counts = { added: 2, updated: 0, removed: 0, would_remove: 0, unchanged: 0, failed: 0, skipped: 0 };

test("a dry run doesn't say that a source is in step", () => {
  expect(standingOf({ state: "done", dry_run: true, counts }).words).toBe("Dry run");
  expect(standingOf({ state: "done", dry_run: false, counts }).words).toBe("In step");
});

test("a run that couldn't read everything says how much", () => {
  const standing = standingOf({ state: "done", dry_run: false, counts: { ...counts, failed: 3 } });
  expect(standing).toEqual({ state: "partial", words: "3 failed" });
  expect(standingOf({ state: "failed", dry_run: true, counts }).words).toBe("Failed");
});

test("a source says where it reads from, whatever its kind calls that", () => {
  expect(placeOf({ settings: { url: "https://x.example/docs/", path_prefix: "/docs/" } })).toBe(
    "https://x.example/docs/",
  );
  expect(placeOf({ settings: { host: "files.example", path: "/srv/hr" } })).toBe("files.example / /srv/hr");
  expect(placeOf({ settings: { bucket: "hr", prefix: "" } })).toBe("hr");
  expect(placeOf({ settings: {} })).toBe("");
});
