import { describe, expect, it } from "vitest";
import type { Chunk } from "../api/types";
import { blocksAround, fragmentsIn } from "./passage";

const chunk = (id: string, start: number, text: string): Chunk => ({
  id,
  text,
  page: null,
  place: "",
  section: [],
  tokens: 1,
  start,
  end: start + Array.from(text).length,
});

const chunks = [chunk("a", 0, "One. Two. "), chunk("b", 5, "Two. Three. "), chunk("c", 17, "Four.")];

function written(of: ReturnType<typeof blocksAround>): string {
  const marks = { none: ["", ""], passage: ["(", ")"], quote: ["[", "]"] } as const;
  return (of ?? [])
    .flatMap((block) => block.fragments)
    .map(({ text, emphasis }) => `${marks[emphasis][0]}${text}${marks[emphasis][1]}`)
    .join("");
}

describe("the text around a citation", () => {
  it("shows each character once though chunks overlap", () => {
    const blocks = blocksAround(chunks, { chunk_id: "c", start: 17, end: 22 });
    expect(written(blocks)).toBe("One. Two. Three. [Four.]");
  });

  it("tells the quote from the rest of its passage", () => {
    const blocks = blocksAround(chunks, { chunk_id: "b", start: 10, end: 16 });
    expect(written(blocks)).toBe("One. (Two. )[Three.]( )Four.");
  });

  it("counts code points", () => {
    const blocks = blocksAround([chunk("a", 0, "🎉🎉 yes")], { chunk_id: "a", start: 3, end: 6 });
    expect(written(blocks)).toBe("(🎉🎉 )[yes]");
  });

  it("says so when the passage is gone", () => {
    expect(blocksAround(chunks, { chunk_id: "z", start: 0, end: 1 })).toBeNull();
  });

  it("is told apart in each part of it, such as the cell of a table", () => {
    const table = [chunk("a", 0, "🎉 Tool | Interval\nCallipers | 6 months")];
    const fragments = blocksAround(table, { chunk_id: "a", start: 18, end: 38 })?.[0]?.fragments ?? [];
    const part = (from: number, to: number) =>
      fragmentsIn(fragments, from, to).map(({ text, emphasis }) => [text, emphasis]);
    expect(part(0, 7)).toEqual([["🎉 Tool", "passage"]]);
    expect(part(10, 28)).toEqual([
      ["Interval\n", "passage"],
      ["Callipers", "quote"],
    ]);
    expect(part(31, 39)).toEqual([["6 months", "quote"]]);
    expect(part(7, 7)).toEqual([]);
  });
});
