import { describe, expect, it } from "vitest";
import type { Message } from "../api/types";
import { applyEvent, asked } from "../stream/answer";
import { serverExamples } from "../stream/events.examples";
import { joinedTurns, listedSources, toFollow, turnOfAnswer, turnOfMessage } from "./turns";

const stored: Message = {
  id: serverExamples.started.message,
  question: "How many days?",
  answer: "Five.",
  state: "done",
  outcome: "answered",
  citations: serverExamples.done.citations,
  sentences: serverExamples.done.sentences,
  failure: null,
  model: "demo",
  mode: "quote",
  degraded: [],
  withheld: null,
  usage: {},
  timings_ms: {},
  created_at: "2026-01-01T00:00:00Z",
  feedback: null,
};

const running = applyEvent(asked("c1", "How many days?", null), serverExamples.started);

describe("the turns of a conversation", () => {
  it("show a running answer once, though it is stored too", () => {
    const turns = joinedTurns([{ ...stored, state: "streaming" }], [running]);
    expect(turns).toHaveLength(1);
    expect(turns[0]?.askId).toBe("c1");
  });

  it("put a question that isn't stored yet last", () => {
    const turns = joinedTurns([stored], [asked("c2", "And sick leave?", stored.id)]);
    expect(turns.map((turn) => turn.question)).toEqual(["How many days?", "And sick leave?"]);
  });

  it("name the stored answers to take up again", () => {
    const unfinished: Message = { ...stored, state: "streaming" };
    expect(toFollow([unfinished], [])).toEqual([unfinished]);
    expect(toFollow([unfinished], [running])).toEqual([]);
    expect(toFollow([stored], [])).toEqual([]);
  });

  it("never show a broken-off answer as complete", () => {
    expect(turnOfMessage({ ...stored, state: "interrupted" }).phase).toBe("failed");
  });

  it("show nothing of an answer that is withheld, though this page saw it", () => {
    const withheld: Message = { ...stored, answer: "", withheld: "sources_hidden" };
    expect(joinedTurns([withheld], [running])[0]).toMatchObject({ isWithheld: true, text: "" });
  });

  it("list only the sources that the finished answer uses", () => {
    const done = { ...serverExamples.done, seq: 2 };
    const [first] = done.citations;
    if (first === undefined) throw new Error("the example has a citation");
    const two = { ...done, citations: [first, { ...first, n: 2 }] };
    expect(listedSources(turnOfAnswer(applyEvent(running, two)))).toEqual([first]);
  });
});
