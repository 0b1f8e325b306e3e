import { describe, expect, it } from "vitest";
import { isAsTried, isFieldAsTried } from "./tried";

const tried = {
  kind: "s3",
  settings: { url: "s3://one", suffixes: [".md"] },
  secrets: { key: "first" },
  source: null,
};

describe("a source that was tried", () => {
  it("is another once a setting or a secret is changed, and the same once it is changed back", () => {
    expect(isAsTried(tried, { ...tried, settings: { ...tried.settings } })).toBe(true);
    expect(isAsTried(tried, { ...tried, settings: { ...tried.settings, url: "s3://two" } })).toBe(false);
    expect(isAsTried(tried, { ...tried, secrets: { key: "second" } })).toBe(false);
  });

  it("keeps what was said of a field until that one is changed", () => {
    const mended = { ...tried, settings: { ...tried.settings, url: "s3://two" } };
    expect(isFieldAsTried(tried, mended, "settings.url")).toBe(false);
    expect(isFieldAsTried(tried, mended, "settings.suffixes")).toBe(true);
    expect(isFieldAsTried(tried, mended, "secrets.key")).toBe(true);
    expect(isFieldAsTried(tried, { ...tried, secrets: {} }, "secrets.key")).toBe(false);
    expect(isFieldAsTried(tried, { ...tried, secrets: {} }, "secrets")).toBe(false);
  });
});
