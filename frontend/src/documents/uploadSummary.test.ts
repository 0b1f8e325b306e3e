import { describe, expect, it } from "vitest";
import { listedUploads, summaryOf } from "./uploadSummary";
import type { UploadItem, UploadState } from "./uploads";

const item = (state: UploadState, number: number): UploadItem => ({
  id: `u${number}`,
  name: `${number}.pdf`,
  sizeBytes: 1,
  target: { collection: "handbook", place: "Handbook", readers: [] },
  state,
  documentId: state === "accepted" || state === "unchanged" ? `d${number}` : null,
  problem: null,
  pauses: 0,
});

describe("the sum of the uploads", () => {
  it("counts what arrived, what failed and what is to come", () => {
    const states: UploadState[] = ["accepted", "unchanged", "failed", "sending", "waiting", "stopped"];
    expect(summaryOf(states.map(item))).toEqual({ total: 6, received: 2, failed: 1, open: 2 });
  });

  it("lists few files all, in their order", () => {
    const few = (["waiting", "failed"] as const).map(item);
    expect(listedUploads(few)).toEqual(few);
  });

  it("lists of many files first what failed, then what is being sent", () => {
    const many = [...Array.from({ length: 20 }, () => "waiting" as const), "sending", "failed"] as const;
    const listed = listedUploads(many.map(item));
    expect(listed).toHaveLength(8);
    expect(listed.slice(0, 2).map(({ state }) => state)).toEqual(["failed", "sending"]);
  });

  it("hides none that failed among many", () => {
    const many = [
      ...Array.from({ length: 20 }, () => "accepted" as const),
      ...Array(11).fill("failed" as const),
    ];
    const listed = listedUploads(many.map(item));
    expect(listed.map(({ state }) => state)).toEqual(Array(11).fill("failed"));
  });
});
