import { describe, expect, it } from "vitest";
import { chosenReaders, readerChoices } from "./readers";

describe("readers", () => {
  it("are everyone or some, whichever was chosen last", () => {
    expect(chosenReaders(["hr"], ["hr", "everyone"])).toEqual(["everyone"]);
    expect(chosenReaders(["everyone"], ["everyone", "hr"])).toEqual(["hr"]);
    expect(chosenReaders(["everyone"], ["everyone"])).toEqual(["everyone"]);
    expect(chosenReaders(["hr"], [])).toEqual([]);
  });

  it("keep a person who reads already among the choices", () => {
    const groups = [{ id: "1", slug: "hr", name: "People team", members: 2 }];
    const choices = readerChoices(groups, ["hr", "ben@acme.example"], "Everyone");
    expect(choices.map(({ label }) => label)).toEqual(["Everyone", "People team", "ben@acme.example"]);
  });
});
