import { describe, expect, it } from "vitest";
import { applyEvent, asked, refused } from "../stream/answer";
import { serverExamples } from "../stream/events.examples";
import { missedBy, noteOf } from "./outcome";
import { text } from "./text";
import { turnOfAnswer } from "./turns";

const running = applyEvent(asked("c1", "How many days?", { conversation: null }), serverExamples.started);
const done = { ...serverExamples.done, seq: 2 };
const noteAfter = (event: Parameters<typeof applyEvent>[1]) =>
  noteOf(turnOfAnswer(applyEvent(running, event)));

describe("what is said about an answer", () => {
  it("is nothing for a whole one, and for one that is being written", () => {
    expect(noteAfter(done)).toBeNull();
    expect(noteOf(turnOfAnswer(running))).toBeNull();
  });

  it("never lets a part pass for the whole", () => {
    expect(noteAfter({ ...serverExamples.failed, seq: 2 })?.words).toBe(text.interrupted);
    expect(noteAfter({ ...serverExamples.stopped, seq: 2 })?.words).toBe(text.stopped);
  });

  it("offers to load again what was cut off", () => {
    const note = noteOf(turnOfAnswer(refused(running, "not_found", "It isn't there.")));
    expect(note).toMatchObject({ words: text.cutOff, mayLoadAgain: true, mayAskAgain: false });
  });

  it("says that an answer is withheld", () => {
    const withheld = { ...turnOfAnswer(applyEvent(running, done)), isWithheld: true };
    expect(noteOf(withheld)?.words).toBe(text.withheld);
  });

  it("tells passages from an answer, and both from nothing", () => {
    expect(noteAfter({ ...done, outcome: "passages_only" })?.words).toBe(text.passagesOnly);
    expect(noteAfter({ ...done, outcome: "no_answer" })?.words).toBe(text.noAnswer);
    expect(noteAfter({ ...done, outcome: "refused" })?.words).toBe(text.refused);
  });

  it("misses no words of a model where answers are quoted alone", () => {
    const degraded = ["phrasing", "rerank"];
    expect(missedBy({ mode: "quote", degraded })).toEqual(["rerank"]);
    expect(missedBy({ mode: "generate", degraded })).toEqual(degraded);
  });
});
