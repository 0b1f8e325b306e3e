import { beforeEach, describe, expect, it } from "vitest";
import type { SocketLike } from "./connection";
import { serverExamples } from "./events.examples";
import { ChatSession } from "./session";

class FakeSocket implements SocketLike {
  sent: Record<string, unknown>[] = [];
  onopen: (() => void) | null = null;
  onmessage: ((frame: { data: unknown }) => void) | null = null;
  onclose: ((end: { code: number }) => void) | null = null;
  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }
  close(): void {}
  receive(event: object): void {
    this.onmessage?.({ data: JSON.stringify(event) });
  }
}

let sockets: FakeSocket[];
let waits: { milliseconds: number; run: () => void }[];
let session: ChatSession;

beforeEach(() => {
  sockets = [];
  waits = [];
  session = new ChatSession(
    () => {
      sockets.push(new FakeSocket());
      return last();
    },
    {
      after(milliseconds, run) {
        waits.push({ milliseconds, run });
        return () => {};
      },
    },
    () => "c1",
  );
});

function last(): FakeSocket {
  const socket = sockets.at(-1);
  if (socket === undefined) throw new Error("no socket was opened");
  return socket;
}

function askOverAnOpenLine(): void {
  session.open();
  last().onopen?.();
  session.ask("How many days?", { conversation: null });
}

function breakTheLine(code = 1006): void {
  last().onclose?.({ code });
}

function comeBack(): void {
  waits.at(-1)?.run();
  last().onopen?.();
}

const answer = () => session.snapshot().answers[0];

describe("a chat session", () => {
  it("sends the question once the line is open", () => {
    session.ask("How many days?", { conversation: null });
    expect(last().sent).toEqual([]);
    last().onopen?.();
    expect(last().sent).toMatchObject([{ type: "ask", id: "c1", question: "How many days?" }]);
  });

  it("resumes after the last event it saw, without a repeated token", () => {
    askOverAnOpenLine();
    last().receive(serverExamples.started);
    last().receive({ ...serverExamples.token, seq: 2, text: "Up " });
    breakTheLine();
    comeBack();
    expect(last().sent).toEqual([{ type: "resume", message: serverExamples.started.message, after: 2 }]);
    last().receive({ ...serverExamples.token, seq: 2, text: "Up " });
    last().receive({ ...serverExamples.token, seq: 3, text: "to five" });
    expect(answer()?.text).toBe("Up to five");
  });

  it("asks once for what a gap left out", () => {
    askOverAnOpenLine();
    last().receive(serverExamples.started);
    last().receive({ ...serverExamples.token, seq: 3, text: "five" });
    last().receive({ ...serverExamples.token, seq: 4, text: "days" });
    expect(last().sent.filter((one) => one["type"] === "resume")).toEqual([
      { type: "resume", message: serverExamples.started.message, after: 1 },
    ]);
  });

  it("says that a question may be unheard instead of asking it twice", () => {
    askOverAnOpenLine();
    breakTheLine();
    expect(answer()?.failure?.code).toBe("connection_lost");
    comeBack();
    expect(last().sent).toEqual([]);
  });

  it("keeps a question that was never sent", () => {
    session.ask("How many days?", { conversation: null });
    breakTheLine();
    expect(answer()?.phase).toBe("asking");
    comeBack();
    expect(last().sent).toHaveLength(1);
  });

  it("stops an answer that hadn't begun as soon as it begins", () => {
    askOverAnOpenLine();
    session.stop("c1");
    last().receive(serverExamples.started);
    expect(last().sent.at(-1)).toEqual({ type: "stop", message: serverExamples.started.message });
  });

  it("says stop again after the line came back", () => {
    askOverAnOpenLine();
    last().receive(serverExamples.started);
    breakTheLine();
    session.stop("c1");
    comeBack();
    expect(last().sent.map((one) => one["type"])).toEqual(["resume", "stop"]);
  });

  it("fails the one question that the server refused", () => {
    askOverAnOpenLine();
    last().receive(serverExamples.problem);
    expect(answer()?.failure?.detail).toBe(serverExamples.problem.detail);
  });

  it("waits longer after each failure, and not at all for the signed out", () => {
    session.open();
    breakTheLine();
    waits.at(-1)?.run();
    breakTheLine();
    expect(waits.map((wait) => wait.milliseconds)).toEqual([250, 500]);
    waits.at(-1)?.run();
    breakTheLine(4401);
    expect(waits).toHaveLength(2);
    expect(session.snapshot().line).toBe("signed_out");
  });

  it("takes up an answer that began before the page was opened", () => {
    session.follow(serverExamples.started.message, "Why?", serverExamples.started.conversation);
    last().onopen?.();
    expect(last().sent).toEqual([{ type: "resume", message: serverExamples.started.message, after: 0 }]);
  });
});
