import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { Tabled } from "./Tabled";
import { blocksOf } from "./tables";

const table = "Equipment | Interval\nCallipers | 6 months\n";

const read = (text: string) =>
  blocksOf(text).map(({ from, to, rows }) =>
    rows.length === 0
      ? text.slice(from, to)
      : rows.map(({ cells }) => cells.map((cell) => text.slice(cell.from, cell.to).trim())),
  );

describe("plain text with cells between pipes", () => {
  it("is a table where two lines or more follow each other", () => {
    expect(read(`Checks:\n${table}Ask the lab.\nSoon.`)).toEqual([
      "Checks:\n",
      [
        ["Equipment", "Interval"],
        ["Callipers", "6 months"],
      ],
      "Ask the lab.\nSoon.",
    ]);
  });

  it("keeps one line with a pipe, and pipes inside words, as words", () => {
    expect(read("One.\nThis | that.\nTwo.")).toEqual(["One.\nThis | that.\nTwo."]);
    expect(read("a|b\nc|d")).toEqual(["a|b\nc|d"]);
    expect(read("")).toEqual([""]);
  });

  it("keeps empty cells in their columns", () => {
    expect(read("a | b | c\nd |  | f\ng | | i\nj | k |")).toEqual([
      [
        ["a", "b", "c"],
        ["d", "", "f"],
        ["g", "", "i"],
        ["j", "k", ""],
      ],
    ]);
  });

  it("is drawn with the first line as the head, each character kept", () => {
    const text = `🎉 Checks:\n${table}Ask the lab.`;
    const markup = renderToStaticMarkup(<Tabled text={text} />);
    expect(markup.match(/<th /g)).toHaveLength(2);
    expect(markup.match(/<td>/g)).toHaveLength(2);
    expect(markup.replace(/<[^>]*>/g, "")).toBe(text);
  });

  it("lets each part be marked where it stands", () => {
    const shown: string[] = [];
    const part = ({ from, to }: { from: number; to: number }) => shown.push(table.slice(from, to).trim());
    renderToStaticMarkup(<Tabled text={table} part={part} />);
    expect(shown).toEqual(["Equipment", "Interval", "Callipers", "6 months"]);
  });
});
