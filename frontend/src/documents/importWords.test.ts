import { describe, expect, it } from "vitest";
import { importWords } from "./importWords";

const counted = (done: number, failed: number) => ({ total: done + failed, done, failed, eta_seconds: null });

describe("the words for an import", () => {
  it("count the pages that were kept, and beside them those that were refused", () => {
    expect(importWords({ state: "running", progress: counted(4, 1), error: null })).toBe(
      "Reading the site, 4 pages so far, 1 refused",
    );
    expect(importWords({ state: "done", progress: counted(10, 3), error: null })).toBe(
      "10 pages imported, 3 refused",
    );
  });

  it("say that it was stopped", () => {
    expect(importWords({ state: "cancelled", progress: counted(1, 0), error: null })).toBe(
      "Stopped, 1 page imported",
    );
  });

  it("say why it failed", () => {
    const error = { code: "not_found", detail: "The site has no pages below this path." };
    expect(importWords({ state: "failed", progress: counted(0, 0), error })).toBe(error.detail);
  });

  it("say that it is read before anything is known", () => {
    expect(importWords(undefined)).toBe("Reading the site");
  });
});
