import { describe, expect, it } from "vitest";
import type { Message } from "../api/types";
import { applyEvent, asked, unheard } from "../stream/answer";
import { serverExamples } from "../stream/events.examples";
import {
  joinedTurns,
  listedSources,
  lowestMessage,
  shownText,
  toFollow,
  turnOfAnswer,
  turnOfMessage,
} from "./turns";

const stored: Message = {
  id: serverExamples.started.message,
  client_id: serverExamples.started.id,
  question: "How many days?",
  as_of: "",
  answer: "Five.",
  state: "done",
  outcome: "answered",
  citations: serverExamples.done.citations,
  sentences: serverExamples.done.sentences,
  failure: null,
  model: "demo",
  mode: "quote",
  degraded: [],
  cached: null,
  meant_as_of: null,
  curated: null,
  withheld: null,
  usage: {},
  timings_ms: {},
  created_at: "2026-01-01T00:00:00Z",
  feedback: null,
};

const running = applyEvent(asked("c1", "How many days?", { conversation: null }), serverExamples.started);

describe("the turns of a conversation", () => {
  it("show a running answer once, though it is stored too", () => {
    const turns = joinedTurns([{ ...stored, state: "streaming" }], [running]);
    expect(turns).toHaveLength(1);
    expect(turns[0]?.askId).toBe("c1");
  });

  const later: Message = { ...stored, id: "m2", question: "And sick leave?" };
  const questions = (turns: readonly { question: string }[]) => turns.map(({ question }) => question);
  const below = (after: string | null | undefined) => ({ conversation: "v1", after });

  it("put a question that isn't stored yet below what it was asked below", () => {
    const unheardOf = unheard(asked("c2", "And parental leave?", below(stored.id)));
    const turns = joinedTurns([stored, later], [unheardOf, asked("c3", "And pay?", below("m2"))]);
    expect(questions(turns)).toEqual([
      "How many days?",
      "And parental leave?",
      "And sick leave?",
      "And pay?",
    ]);
  });

  it("keep the order of questions that were asked below the same one", () => {
    const running = [asked("c1", "One?", below(null)), asked("c2", "Two?", below(null))];
    expect(questions(joinedTurns([], running))).toEqual(["One?", "Two?"]);
  });

  it("put what was asked below a message that is gone at the end", () => {
    expect(questions(joinedTurns([stored], [asked("c2", "Two?", below("gone"))]))).toEqual([
      "How many days?",
      "Two?",
    ]);
  });

  it("put what was asked before the conversation was there at the end", () => {
    expect(lowestMessage([], false)).toBeUndefined();
    const early = asked("c2", "Two?", below(lowestMessage([], false)));
    expect(questions(joinedTurns([stored], [early]))).toEqual(["How many days?", "Two?"]);
  });

  it("name the message that the next question is asked below, if there is one", () => {
    expect(lowestMessage([], true)).toBeNull();
    const turns = joinedTurns([stored], [asked("c2", "Two?", below(stored.id))]);
    expect(lowestMessage(turns, true)).toBe(stored.id);
  });

  it("let a question that was asked again take the place of the one that came to nothing", () => {
    const lost = unheard(asked("c1", "How many days?", below(null)));
    const turns = joinedTurns([stored], [lost]);
    expect(turns.map(({ phase }) => phase)).toEqual(["done"]);
    const again = asked("c2", "How many days?", below(null));
    expect(joinedTurns([], [lost, again]).map(({ askId }) => askId)).toEqual(["c2"]);
  });

  it("keep what was written of an answer that broke off, though it was asked again", () => {
    const partly: Message = { ...stored, id: "m0", state: "interrupted", answer: "Fi" };
    expect(joinedTurns([partly, stored], [])).toHaveLength(2);
  });

  it("say once that there is no answer", () => {
    const said = { ...turnOfMessage(stored), outcome: "no_answer" as const, sentences: [] };
    expect(shownText(said)).toBe("");
    expect(shownText({ ...said, outcome: "answered" })).toBe("Five.");
    expect(shownText({ ...said, sentences: stored.sentences })).toBe("Five.");
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

describe("the day that a question's words mean", () => {
  it("is shown of an answer that has just ended, and of one that is stored", () => {
    const { meant_as_of } = serverExamples.done;
    expect(meant_as_of).not.toBeNull();
    expect(turnOfAnswer(applyEvent(running, { ...serverExamples.done, seq: 2 })).meantAsOf).toBe(meant_as_of);
    expect(turnOfMessage({ ...stored, meant_as_of }).meantAsOf).toBe(meant_as_of);
  });

  it("is none where a server that knows nothing of it says nothing", () => {
    const { meant_as_of: _, ...done } = { ...serverExamples.done, seq: 2 };
    const answer = applyEvent(running, done as typeof serverExamples.done);
    expect([answer.phase, turnOfAnswer(answer).meantAsOf]).toEqual(["done", null]);
  });
});
