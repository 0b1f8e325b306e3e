import { describe, expect, it } from "vitest";
import type { AnswerSentence } from "../api/types";
import { quotedParagraphs } from "./quotes";

const known = new Set([1, 2]);

/** An answer as the server writes it: quotes with their marks, paragraph by paragraph. */
function answer(...quotes: [string, number, lead?: string][]) {
  let text = "";
  const sentences: AnswerSentence[] = [];
  for (const [quote, number, lead = ""] of quotes) {
    text += (text === "" ? "" : "\n\n") + lead;
    const start = Array.from(text).length;
    text += quote;
    sentences.push({ start, end: Array.from(text).length, citations: [number], verified: true });
    text += ` [${number}]`;
  }
  return { text, sentences };
}

const shown = (text: string, sentences: AnswerSentence[] = []) =>
  quotedParagraphs(text, sentences, known).map(({ lead, quote, numbers }) => [lead, quote, ...numbers]);

describe("an answer that quotes", () => {
  const hard = "Put <your site> in place of 5*3*2, ~10 to ~15 of [12], _or_ | less.";

  it("keeps each quote as it stands, and takes only its own marks for citations", () => {
    const { text, sentences } = answer([hard, 1], ["Second [2] of all.", 2]);
    expect(shown(text, sentences)).toEqual([
      ["", hard, 1],
      ["", "Second [2] of all.", 2],
    ]);
  });

  it("reads the same before the server has said where its sentences are", () => {
    const { text } = answer([hard, 1], ["See [1]", 2]);
    expect(shown(text)).toEqual([
      ["", hard, 1],
      ["", "See [1]", 2],
    ]);
  });

  it("keeps a quote of several paragraphs together", () => {
    const { text, sentences } = answer(["One.\n\nTwo.", 1]);
    expect(shown(text, sentences)).toEqual([["", "One.\n\nTwo.", 1]]);
  });

  it("tells the answer's own words from those it quotes", () => {
    const { text, sentences } = answer(["🎉 Five days.", 1], ["five", 1, "In short: "]);
    expect(shown(`${text}\n\nThat is all.`, sentences)).toEqual([
      ["", "🎉 Five days.", 1],
      ["In short:", "five", 1],
      ["That is all.", ""],
    ]);
  });

  it("shows what is only words as words", () => {
    expect(shown("Nothing found [9].")).toEqual([["Nothing found [9].", ""]]);
    expect(shown("Half a quo")).toEqual([["Half a quo", ""]]);
  });
});
