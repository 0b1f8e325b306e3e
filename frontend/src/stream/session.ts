/** All answers of this page over one connection: asks, stops, and resumes what the line interrupted. */

import { Store } from "../ui/store";
import {
  type AnswerState,
  type AskOptions,
  applyEvent,
  asked,
  followed,
  isLive,
  refused,
  takenUpAgain,
  unheard,
} from "./answer";
import { Connection, type LineState, type SocketLike, type Timers } from "./connection";
import type { AnswerEvent, Ask, Refusal, ServerEvent } from "./events";
import { Retries } from "./retries";

export interface SessionSnapshot {
  readonly answers: readonly AnswerState[];
  readonly line: LineState;
}

export class ChatSession extends Store<SessionSnapshot> {
  private readonly connection: Connection;
  private readonly newId: () => string;
  private readonly unsent = new Map<string, Ask>();
  private readonly stopping = new Set<string>();
  /** Answers whose resume no event has answered yet. */
  private readonly resuming = new Set<string>();
  private readonly retries: Retries;

  constructor(openSocket: () => SocketLike, timers: Timers, newId: () => string) {
    super({ answers: [], line: "idle" });
    this.newId = newId;
    this.retries = new Retries(timers);
    this.connection = new Connection(
      openSocket,
      {
        onEvent: (event) => this.receive(event),
        onState: (state) => this.lineBecame(state),
        isAwaiting: () => this.current.answers.some(isLive),
      },
      timers,
    );
  }

  open(): void {
    this.connection.open();
  }

  hurry(): void {
    this.connection.hurry();
  }

  /** Leave nothing behind: whoever signs in next must not ask what was left unsent here. */
  close(): void {
    this.unsent.clear();
    this.stopping.clear();
    this.resuming.clear();
    this.retries.clear();
    this.connection.close();
    this.publish({ answers: [], line: "idle" });
  }

  /** Ask a question; return the id by which its answer can be found. */
  ask(question: string, options: AskOptions): string {
    const id = this.newId();
    const { conversation, collections = [], fresh = false, asOf = "" } = options;
    const bounds = { collections: [...collections], filter: {} };
    const ask: Ask = { type: "ask", id, question, conversation, ...bounds, fresh, as_of: asOf };
    this.publish({ ...this.current, answers: [...this.current.answers, asked(id, question, options)] });
    if (!this.connection.send(ask)) {
      this.unsent.set(id, ask);
      this.connection.open();
    }
    return id;
  }

  /** Take up an answer that is still being written, for example after a reload. */
  follow(message: string, question: string, conversation: string): void {
    if (this.current.answers.some((answer) => answer.message === message)) return;
    const answer = followed(message, question, conversation);
    this.publish({ ...this.current, answers: [...this.current.answers, answer] });
    if (!this.resume(answer)) this.connection.open();
  }

  /** Ask once more for an answer that was cut off. */
  loadAgain(askId: string): void {
    const answers = this.current.answers.map((one) => (one.askId === askId ? takenUpAgain(one) : one));
    this.publish({ ...this.current, answers });
    this.connection.open();
    this.takeUp(askId);
  }

  /** Stop an answer; kept until the server heard it. */
  stop(askId: string): void {
    const answer = this.current.answers.find((one) => one.askId === askId);
    if (answer === undefined || !isLive(answer)) return;
    this.stopping.add(askId);
    if (answer.message !== null) this.connection.send({ type: "stop", message: answer.message });
  }

  private receive(event: ServerEvent): void {
    const answers = this.current.answers.map((answer) =>
      event.type === "problem" ? this.refuse(answer, event) : this.advance(answer, event),
    );
    this.publish({ ...this.current, answers });
  }

  /** A problem names a question by its id, a resume or a stop by the message. */
  private refuse(answer: AnswerState, { id, code, detail }: Refusal): AnswerState {
    if (!isLive(answer) || id !== (answer.message ?? answer.askId)) return answer;
    if (answer.message !== null) {
      const retry = () => this.takeUp(answer.askId);
      if (code === "unavailable" && this.retries.plan(answer.askId, retry)) return answer;
      // The problem doesn't say what was refused: with no resume under way it was the stop, and the answer goes on.
      if (!this.resuming.has(answer.askId) && this.stopping.delete(answer.askId)) return answer;
    }
    this.forget(answer.askId);
    return refused(answer, code, detail);
  }

  private advance(answer: AnswerState, event: AnswerEvent): AnswerState {
    const isIts =
      answer.message === null ? "id" in event && event.id === answer.askId : event.message === answer.message;
    if (!isIts) return answer;
    this.resuming.delete(answer.askId);
    this.retries.forget(answer.askId);
    const next = applyEvent(answer, event);
    if (next.hasGap && !answer.hasGap) this.resume(next);
    if (event.type === "started" && next.message !== null && this.stopping.has(answer.askId)) {
      this.connection.send({ type: "stop", message: next.message });
    }
    if (!isLive(next)) this.forget(answer.askId);
    return next;
  }

  private forget(askId: string): void {
    this.stopping.delete(askId);
    this.resuming.delete(askId);
    this.retries.forget(askId);
  }

  private lineBecame(line: LineState): void {
    if (line === "signed_out") this.unsent.clear();
    const isLost = line !== "open" && line !== "idle";
    const answers = isLost
      ? this.current.answers.map((one) => (this.unsent.has(one.askId) ? one : unheard(one)))
      : this.current.answers;
    this.publish({ answers, line });
    if (line === "open") this.catchUp();
  }

  private catchUp(): void {
    for (const answer of this.current.answers) this.takeUp(answer.askId);
    for (const ask of this.unsent.values()) this.connection.send(ask);
    this.unsent.clear();
  }

  private takeUp(askId: string): void {
    const answer = this.current.answers.find((one) => one.askId === askId);
    if (answer === undefined || !isLive(answer)) return;
    this.resume(answer);
    if (this.stopping.has(askId)) this.stop(askId);
  }

  private resume(answer: AnswerState): boolean {
    if (answer.message === null) return false;
    this.resuming.add(answer.askId);
    return this.connection.send({ type: "resume", message: answer.message, after: answer.lastSeq });
  }
}
