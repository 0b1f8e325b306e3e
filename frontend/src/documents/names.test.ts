import { describe, expect, it } from "vitest";
import { keyWords, nameOf, readerName, valueWords } from "./names";

describe("names", () => {
  it("are those that people gave, and slugs only where nothing better is known", () => {
    const known = [{ slug: "hr", name: "People team" }];
    expect(nameOf("hr", known)).toBe("People team");
    expect(nameOf("it", known)).toBe("it");
    expect(nameOf("x", [{ slug: "x", name: "" }])).toBe("x");
  });

  it("of readers are words even where the groups aren't told", () => {
    expect(readerName("people-team", [])).toBe("People team");
    expect(readerName("hr", [{ slug: "hr", name: "People team" }])).toBe("People team");
    expect(readerName("ben-o@acme.example", [])).toBe("ben-o@acme.example");
  });

  it("of metadata are words, whatever their writing", () => {
    expect(["valid_from", "validFrom", "valid-from", "owner"].map(keyWords)).toEqual([
      "Valid from",
      "Valid from",
      "Valid from",
      "Owner",
    ]);
    expect(keyWords("")).toBe("");
  });

  it("of values are read as they would be written", () => {
    expect([true, "2025", 3, ["a", "b"], null].map(valueWords)).toEqual(["Yes", "2025", "3", "a, b", "–"]);
    expect(valueWords({ a: 1 })).toBe('{"a":1}');
  });
});
