import { describe, expect, it } from "vitest";
import { starterQuestions } from "./starters";

const leave = { title: "Annual leave", sections: [["Annual leave"], ["Annual leave", "Carrying days over"]] };

describe("questions to begin with", () => {
  it("are about what a document treats", () => {
    expect(starterQuestions([leave], 4)).toEqual(["What does “Annual leave” say about carrying days over?"]);
  });

  it("rather take a heading inside than the one above all", () => {
    const control = {
      title: "Control",
      sections: [["Change control"], ["Change control", "When a notice is due"]],
    };
    expect(starterQuestions([control], 4)).toEqual(["What does “Control” say about when a notice is due?"]);
  });

  it("leave out documents without a telling heading", () => {
    const bare = {
      title: "Notes",
      sections: [[], ["Notes"], ["1"], ["a heading that goes on and on and on and then on"]],
    };
    expect(starterQuestions([bare, leave], 4)).toHaveLength(1);
  });

  it("are as many as are wanted, and read like sentences", () => {
    const pump = { title: "HX-40", sections: [["2. HX-40 acceptance test:"]] };
    expect(starterQuestions([pump, leave, leave], 2)[0]).toBe(
      "What does “HX-40” say about HX-40 acceptance test?",
    );
    expect(starterQuestions([pump, leave, leave], 2)).toHaveLength(2);
  });
});
