import { describe, expect, it } from "vitest";
import { type Outline, starterQuestions } from "./starters";

const outline = (changes: Partial<Outline>): Outline => ({
  title: "Annual leave",
  collection: "handbook",
  sections: [["Annual leave"], ["Annual leave", "Carrying days over"]],
  text: "Up to five days of unused leave may be carried over to the next year.",
  ...changes,
});

describe("questions to begin with", () => {
  it("are about what a document treats, named as it names it", () => {
    expect(starterQuestions([outline({})], 4)).toEqual([
      "What does “Annual leave” say about “Carrying days over”?",
    ]);
  });

  it("rather take a heading inside than the one above all", () => {
    const sections = [["Change control"], ["Change control", "When a notice is due"]];
    expect(starterQuestions([outline({ title: "Control", sections })], 4)).toEqual([
      "What does “Control” say about “When a notice is due”?",
    ]);
  });

  it("leave out documents without a telling heading", () => {
    const sections = [[], ["Notes"], ["1"], ["a heading that goes on and on and on and then on"]];
    expect(starterQuestions([outline({ title: "Notes", sections })], 4)).toEqual([]);
  });

  it("leave out a heading's number and its stop, not its capitals", () => {
    const pump = outline({ title: "HX-40", sections: [["2. Ada Lovelace’s acceptance test:"]] });
    expect(starterQuestions([pump], 2)).toEqual([
      "What does “HX-40” say about “Ada Lovelace’s acceptance test”?",
    ]);
  });

  it("are one for each collection, and as many as are wanted", () => {
    const others = ["quality", "sales"].map((collection) => outline({ collection, title: collection }));
    expect(starterQuestions([outline({}), outline({ title: "More" }), ...others], 4)).toHaveLength(3);
    expect(starterQuestions([outline({}), ...others], 2)).toHaveLength(2);
  });

  it("are asked in English of English documents alone", () => {
    const german = outline({
      sections: [["Urlaub", "Übertrag von Resturlaub"]],
      text: "Bis zu fünf Tage Resturlaub werden in das nächste Jahr übertragen, wenn die Leitung zustimmt.",
    });
    expect(starterQuestions([german, outline({ text: "" })], 4)).toEqual([]);
    expect(starterQuestions([german, outline({})], 4)).toHaveLength(1);
  });
});
