import { describe, expect, it } from "vitest";
import { readFilter } from "../../../api/bench";
import { excerptOf, faultsFrom, faultsIn } from "./faults";
import type { Place } from "./places";

const filter = `{
  "document.typ": "pdf",
  "or": [{"a": 1}, {"document.type": {"like": 3}}],
  "tags": ["one", {"q": 1}]
}`;
const at = (written: string, { from, to }: Place) => written.slice(from, to);
const placed = (field: string) =>
  faultsFrom(filter, [{ field, code: "", detail: "" }]).map((fault) => at(filter, fault));

describe("faultsFrom", () => {
  it.each([
    ["filter.document.typ", '"document.typ": "pdf"'],
    ["filter.or[1].document.type.like", '"like": 3'],
    ["filter.or[1]", '{"document.type": {"like": 3}}'],
    ["filter.tags[1]", '{"q": 1}'],
    ["filter.or[1].nowhere", '{"document.type": {"like": 3}}'],
    ["filter", filter],
  ])("shows the place that the server names: %s", (field, expected) => {
    expect(placed(field)).toEqual([expected]);
  });

  it("leaves what is about something else", () => {
    expect(placed("filtered")).toEqual([]);
    expect(placed("as_of")).toEqual([]);
  });

  it("takes the longest key where one begins as another", () => {
    const written = '{"a": {"b": 1}, "a.b": 2}';
    const [fault] = faultsFrom(written, [{ field: "filter.a.b", code: "", detail: "" }]);
    expect(fault && at(written, fault)).toBe('"a.b": 2');
  });
});

describe("faultsIn", () => {
  it.each([
    ['{"a": 1 "b": 2}', '"', "a comma or }"],
    ['{"a" 1}', "1", "a colon"],
    ["{a: 1}", "a", "a key in quotation marks"],
    ['{"a": }', "}", "text in quotation marks"],
    ['{"a": 1', "", "a comma or }"],
    ['{"a": 1,}', "}", "a key in quotation marks"],
    ['{"a": 01}', "1", "a comma or }"],
    ['{"a": 1} x', "x", "nothing more"],
    ["[1]", "[1]", "Expected an object"],
  ])("says where a text is no filter: %s", (written, place, said) => {
    const [fault, ...others] = faultsIn(written);
    expect(others).toEqual([]);
    expect(fault?.detail).toContain(said);
    expect(fault && at(written, fault)).toBe(place);
  });

  it.each(["", "  ", "{}", filter, '{"a": "\\u00e9\\n", "b": [-1.5e3, null, true]}'])(
    "finds nothing in %s, as JSON.parse does not",
    (written) => {
      expect(faultsIn(written)).toEqual([]);
      expect(() => readFilter(written)).not.toThrow();
    },
  );
});

describe("excerptOf", () => {
  it("shows the line of a fault, and not more than is near", () => {
    expect(excerptOf(filter, { from: 5, to: 13 })).toEqual(['"', "document", '.typ": "pdf",']);
    const long = `{"${"k".repeat(50)}": 1, "x": ?, "${"z".repeat(50)}": 2}`;
    const [before, fault, after] = excerptOf(long, faultsIn(long)[0] ?? { from: 0, to: 0 });
    expect([before.length, fault, after.length]).toEqual([25, "?", 25]);
  });
});
