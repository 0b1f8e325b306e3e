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
let waits: { milliseconds: number; run: () => void; isCancelled: boolean }[];
let session: ChatSession;
let now: number;

beforeEach(() => {
  sockets = [];
  waits = [];
  now = 0;
  session = new ChatSession(
    () => {
      sockets.push(new FakeSocket());
      return last();
    },
    {
      after(milliseconds, run) {
        const wait = { milliseconds, run, isCancelled: false };
        waits.push(wait);
        return () => {
          wait.isCancelled = true;
        };
      },
      now: () => now,
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
  runNextWait();
  last().onopen?.();
}

function runNextWait(): void {
  const [wait] = waits
    .filter((one) => !one.isCancelled)
    .sort((one, other) => one.milliseconds - other.milliseconds);
  if (wait === undefined) throw new Error("nothing waits");
  wait.isCancelled = true;
  wait.run();
}

function refuse(code: string): void {
  last().receive({ type: "problem", id: serverExamples.started.message, code, detail: "Not now." });
}

function followOverAnOpenLine(): void {
  const { message, conversation } = serverExamples.started;
  session.follow(message, "Why?", conversation);
  last().onopen?.();
}

const sentKinds = () => last().sent.map((one) => one["type"]);
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

  it("sends nothing that a person who left had asked", () => {
    session.ask("How many days?", { conversation: null });
    breakTheLine();
    session.close();
    session.open();
    last().onopen?.();
    expect(last().sent).toEqual([]);
    expect(session.snapshot()).toEqual({ answers: [], line: "open" });
  });

  it("asks nothing again for a person who leaves while it waits", () => {
    followOverAnOpenLine();
    refuse("unavailable");
    session.close();
    expect(waits.every((wait) => wait.isCancelled)).toBe(true);
  });

  it("drops what is unsent when it learns that it is signed out", () => {
    session.ask("How many days?", { conversation: null });
    breakTheLine(4401);
    expect(answer()?.failure?.code).toBe("connection_lost");
    session.open();
    last().onopen?.();
    expect(last().sent).toEqual([]);
  });

  it("replaces a line that is silent while an answer is awaited, and resumes on it", () => {
    askOverAnOpenLine();
    last().receive(serverExamples.started);
    expect(waits.filter((wait) => !wait.isCancelled).map((wait) => wait.milliseconds)).toEqual([20_000]);
    runNextWait();
    expect(sockets).toHaveLength(2);
    last().onopen?.();
    expect(last().sent).toEqual([{ type: "resume", message: serverExamples.started.message, after: 1 }]);
  });

  it("leaves a silent line alone when nothing is awaited", () => {
    askOverAnOpenLine();
    last().receive(serverExamples.started);
    last().receive({ ...serverExamples.done, seq: 2 });
    expect(waits.every((wait) => wait.isCancelled)).toBe(true);
    now = 60_000;
    session.hurry();
    expect(sockets).toHaveLength(1);
  });

  it("gives up a socket that never opens", () => {
    session.ask("How many days?", { conversation: null });
    runNextWait();
    expect(session.snapshot().line).toBe("waiting");
    runNextWait();
    last().onopen?.();
    expect(sentKinds()).toEqual(["ask"]);
  });

  it("doubts a line that was silent when the reader or the network comes back", () => {
    askOverAnOpenLine();
    last().receive(serverExamples.started);
    session.hurry();
    expect(sockets).toHaveLength(1);
    now = 5_000;
    session.hurry();
    last().onopen?.();
    expect(sentKinds()).toEqual(["resume"]);
  });

  it("asks again for an answer that couldn't be taken up at the moment", () => {
    askOverAnOpenLine();
    last().receive(serverExamples.started);
    breakTheLine();
    comeBack();
    refuse("unavailable");
    expect(answer()?.phase).toBe("streaming");
    runNextWait();
    expect(sentKinds()).toEqual(["resume", "resume"]);
    last().receive({ ...serverExamples.done, seq: 2 });
    expect(answer()?.phase).toBe("done");
  });

  it("ends an answer that stays out of reach", () => {
    followOverAnOpenLine();
    for (let attempt = 0; attempt < 10; attempt += 1) {
      refuse("unavailable");
      runNextWait();
    }
    refuse("unavailable");
    expect(answer()?.failure).toMatchObject({ code: "unavailable", retryable: true });
  });

  it("ends an answer whose conversation is gone", () => {
    askOverAnOpenLine();
    last().receive(serverExamples.started);
    breakTheLine();
    comeBack();
    refuse("not_found");
    expect(answer()?.failure).toMatchObject({ code: "not_found", retryable: false });
  });

  it("lets an answer go on when only its stop was refused", () => {
    followOverAnOpenLine();
    last().receive(serverExamples.started);
    session.stop(serverExamples.started.message);
    refuse("not_found");
    expect(answer()?.phase).toBe("streaming");
    breakTheLine();
    comeBack();
    expect(sentKinds()).toEqual(["resume"]);
  });

  it("says stop again when the stop couldn't be passed on", () => {
    followOverAnOpenLine();
    last().receive(serverExamples.started);
    session.stop(serverExamples.started.message);
    refuse("unavailable");
    runNextWait();
    expect(sentKinds()).toEqual(["resume", "stop", "resume", "stop"]);
  });
});
