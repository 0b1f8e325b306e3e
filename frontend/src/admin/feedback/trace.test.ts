import { describe, expect, it } from "vitest";
import { passagesOf, traceParts } from "./trace";

describe("a trace", () => {
  it("keeps the stages in order, with their times", () => {
    const { stages, longestMs } = traceParts({
      stages: [
        { name: "search", duration_ms: 14, kept: 6 },
        { name: "write", ms: 830 },
      ],
    });
    expect(stages.map(({ name, durationMs }) => [name, durationMs])).toEqual([
      ["search", 14],
      ["write", 830],
    ]);
    expect(stages[0]?.facts).toEqual([["kept", 6]]);
    expect(longestMs).toBe(830);
  });

  it("shows what it doesn't know too", () => {
    expect(traceParts({ stages: [], model: "demo", empty: [] }).rest).toEqual([["model", "demo"]]);
  });

  it("lays a stage's detail out", () => {
    const { stages } = traceParts({
      stages: [{ name: "search", took_ms: 2, detail: { kept: 6, dropped: [] } }],
    });
    expect(stages[0]?.facts).toEqual([["kept", 6]]);
  });

  it("falls back to the timings", () => {
    expect(traceParts({ timings_ms: { search: 3 } }).stages[0]?.durationMs).toBe(3);
    expect(traceParts(null).stages).toEqual([]);
  });

  it("names the passages of a table by their ids, and leaves other tables alone", () => {
    const row = { chunk_id: "c", document_id: "d", fate: "quoted", rank: 1, score: 0.5, tokens: 65 };
    const passage = { chunkId: "c", documentId: "d", fate: "quoted", isUsed: true, rank: 1, score: 0.5 };
    expect(passagesOf([row])).toEqual([{ ...passage, others: [["tokens", 65]] }]);
    expect(passagesOf([row, { rule: "x" }])).toBeNull();
  });

  it("tells the passages that an answer was written from, in either mode", () => {
    const fates = ["quoted", "not among the best quotes", "in the prompt", "no room in the prompt"];
    const rows = fates.map((fate) => ({ chunk_id: fate, document_id: "d", fate }));
    expect(
      passagesOf(rows)
        ?.filter(({ isUsed }) => isUsed)
        .map(({ fate }) => fate),
    ).toEqual(["quoted", "in the prompt"]);
  });
});
