import { describe, expect, it } from "vitest";
import {
  type AnswerState,
  applyEvent,
  asked,
  followed,
  isLive,
  refused,
  takenUpAgain,
  unheard,
} from "./answer";
import type { AnswerEvent } from "./events";
import { serverExamples } from "./events.examples";

const started = serverExamples.started;
const token = (seq: number, text: string): AnswerEvent => ({ ...serverExamples.token, seq, text });

function eventsSeen(...events: AnswerEvent[]): AnswerState {
  return events.reduce(applyEvent, asked("c1", "How many days?", { conversation: null }));
}

describe("an answer", () => {
  it("learns its message and conversation when it starts", () => {
    const answer = eventsSeen(started);
    expect(answer.phase).toBe("streaming");
    expect(answer.message).toBe(started.message);
    expect(answer.conversation).toBe(started.conversation);
  });

  it("joins tokens in order", () => {
    expect(eventsSeen(started, token(2, "Up "), token(3, "to five")).text).toBe("Up to five");
  });

  it("ignores what it has seen", () => {
    const once = eventsSeen(started, token(2, "Up "));
    expect(applyEvent(once, token(2, "Up "))).toBe(once);
    expect(applyEvent(once, started)).toBe(once);
  });

  it("marks a gap and takes nothing past it", () => {
    const answer = eventsSeen(started, token(2, "Up "), token(4, "five"));
    expect(answer.hasGap).toBe(true);
    expect(answer.lastSeq).toBe(2);
    expect(answer.text).toBe("Up ");
  });

  it("goes on when the missing events are replayed", () => {
    const answer = eventsSeen(started, token(2, "Up "), token(4, "five"), token(3, "to "), token(4, "five"));
    expect(answer.hasGap).toBe(false);
    expect(answer.text).toBe("Up to five");
  });

  it("ends with the server's whole answer, not with its own sum", () => {
    const answer = eventsSeen(started, token(2, "Up"), { ...serverExamples.done, seq: 3 });
    expect(answer.phase).toBe("done");
    expect(answer.text).toBe(serverExamples.done.answer);
    expect(answer.sentences).toHaveLength(1);
  });

  it("changes no more after its end", () => {
    const ended = eventsSeen(started, { ...serverExamples.stopped, seq: 2 });
    expect(applyEvent(ended, token(3, "more"))).toBe(ended);
    expect(isLive(ended)).toBe(false);
  });

  it("keeps the partial answer of a failure", () => {
    const answer = eventsSeen(started, { ...serverExamples.failed, seq: 2 });
    expect(answer.phase).toBe("failed");
    expect(answer.text).toBe("Up");
    expect(answer.failure?.retryable).toBe(true);
  });

  it("fails honestly when the line broke before it began", () => {
    expect(unheard(asked("c1", "Why?", { conversation: null })).failure?.code).toBe("connection_lost");
    const streaming = eventsSeen(started);
    expect(unheard(streaming)).toBe(streaming);
  });

  it("begins anew when it is loaded again after it was cut off", () => {
    const cutOff = refused(eventsSeen(started, token(2, "Up ")), "unavailable", "Not now.");
    expect(takenUpAgain(cutOff)).toMatchObject({ phase: "streaming", lastSeq: 0, text: "", failure: null });
    const failed = eventsSeen(started, { ...serverExamples.failed, seq: 2 });
    expect(takenUpAgain(failed)).toBe(failed);
  });

  it("is taken up from the first event after a reload", () => {
    const answer = applyEvent(followed(started.message, "Why?", started.conversation), started);
    expect(answer.lastSeq).toBe(1);
  });
});
