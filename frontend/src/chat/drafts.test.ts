import { expect, it } from "vitest";
import { Drafts, newPlace } from "./drafts";

it("keeps what is written where it was written", () => {
  const drafts = new Drafts();
  drafts.change("c1", { question: "And sick leave?" });
  drafts.change("c1", { collections: ["handbook"] });
  expect(drafts.at("c2")).toEqual({ question: "", collections: [], asOf: "" });
  expect(drafts.at("c1")).toEqual({ question: "And sick leave?", collections: ["handbook"], asOf: "" });
});

it("goes along when a new conversation gets its name, and leaves a blank one behind", () => {
  const drafts = new Drafts();
  drafts.change(newPlace, { question: "And", collections: ["handbook"] });
  drafts.move(newPlace, "c1");
  expect(drafts.at("c1")).toEqual({ question: "And", collections: ["handbook"], asOf: "" });
  expect(drafts.at(newPlace)).toEqual({ question: "", collections: [], asOf: "" });
});

it("tells who listens, and leaves nothing to whoever comes next", () => {
  const drafts = new Drafts();
  let told = 0;
  drafts.subscribe(() => {
    told += 1;
  });
  drafts.change("c1", { question: "Mine" });
  drafts.clear();
  expect(told).toBe(2);
  expect(drafts.at("c1").question).toBe("");
});
