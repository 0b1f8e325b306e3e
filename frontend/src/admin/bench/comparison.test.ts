import { describe, expect, it } from "vitest";
import type { Result } from "../../api/bench";
import { changedSettings, movesAgainst, partsOf, placeOfSame, scales } from "./comparison";

const result = (chunk_id: string, scores: Partial<Result["scores"]> = {}): Result => ({
  chunk_id,
  document: { id: chunk_id, external_id: "", title: "", url: "", collection: "hr", version: 1 },
  text: "",
  page: null,
  place: "",
  section: [],
  start: 0,
  end: 0,
  score: 0,
  also_in: [],
  repeats: null,
  scores: { dense: null, lexical: null, fused: null, rerank: null, ...scores },
});
const list = (...names: string[]) => names.map((name) => result(name));

describe("movesAgainst", () => {
  it("says what rose, fell, stayed and came", () => {
    const moves = movesAgainst(list("a", "c", "b", "d"), list("a", "b", "c"), "added");
    expect([...moves.values()]).toEqual([
      { kind: "same" },
      { kind: "up", by: 1 },
      { kind: "down", by: 1 },
      { kind: "added" },
    ]);
  });

  it("says what went", () => {
    expect(movesAgainst(list("a"), list("b"), "removed").get("a")).toEqual({ kind: "removed" });
  });
});

describe("partsOf", () => {
  it("has nothing fused of a search by meaning alone, or by words alone", () => {
    expect(partsOf([result("a", { dense: 0.3, fused: 0.3 })])).toEqual(["dense"]);
    expect(partsOf([result("a", { lexical: 7, fused: 1, rerank: 2 })])).toEqual(["lexical", "rerank"]);
  });

  it("has all of a search both ways, also of results that one way found", () => {
    const found = [result("a", { dense: 0.3, fused: 0.2 }), result("b", { lexical: 7, fused: 0.1 })];
    expect(partsOf(found)).toEqual(["dense", "lexical", "fused"]);
  });
});

describe("scales", () => {
  it("takes no score into a scale that its search does not show", () => {
    expect(scales([result("a", { lexical: 7, fused: 7 })]).fused).toBe(0);
  });

  it("draws the bars of both searches in one scale, and none below nothing", () => {
    const found = scales([result("a", { dense: 0.4 })], [result("b", { dense: 0.8, lexical: -1 })]);
    expect(found).toEqual({ dense: 0.8, lexical: 0, fused: 0, rerank: 0 });
  });
});

describe("placeOfSame", () => {
  it("says where the result stands that a repetition repeats", () => {
    const found = list("a", "b");
    expect(placeOfSame({ repeats: "b" }, found)).toBe(2);
    expect(placeOfSame({ repeats: "elsewhere" }, found)).toBeUndefined();
    expect(placeOfSame({ repeats: null }, found)).toBeUndefined();
  });
});

describe("changedSettings", () => {
  it("keeps what is other than live", () => {
    expect(changedSettings({ a: 1, b: true }, { a: 1, b: false })).toEqual({ b: false });
  });
});
