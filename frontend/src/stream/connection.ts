/** One socket that comes back: opens when needed, waits longer after each failure, gives up where it must. */
import { type ClientEvent, readEvent, type ServerEvent } from "./events";

export interface SocketLike {
  send(text: string): void;
  close(): void;
  onopen: (() => void) | null;
  onmessage: ((frame: { data: unknown }) => void) | null;
  onclose: ((end: { code: number }) => void) | null;
}

export type LineState = "idle" | "connecting" | "open" | "waiting" | "signed_out" | "unknown";

export interface LineListener {
  onEvent(event: ServerEvent): void;
  /** Called with what could not have been heard by the server any more. */
  onState(state: LineState): void;
}

export interface Timers {
  after(milliseconds: number, run: () => void): () => void;
}

const firstWaitMilliseconds = 250;
const longestWaitMilliseconds = 8_000;
const busyWaitMilliseconds = 5_000;
const closedSignedOut = 4401;
const closedUnknown = 4404;
const closedTooMany = 4429;

export class Connection {
  private socket: SocketLike | null = null;
  private attempts = 0;
  private cancelWait: (() => void) | null = null;
  private readonly openSocket: () => SocketLike;
  private readonly listener: LineListener;
  private readonly timers: Timers;
  state: LineState = "idle";

  constructor(openSocket: () => SocketLike, listener: LineListener, timers: Timers) {
    this.openSocket = openSocket;
    this.listener = listener;
    this.timers = timers;
  }

  /** Open the socket unless it is open, opening, or on its way back. */
  open(): void {
    if (this.socket !== null || this.state === "waiting") return;
    this.connect();
  }

  /** Try now instead of after the wait, because the network is back. */
  hurry(): void {
    if (this.state !== "waiting") return;
    this.cancelWait?.();
    this.connect();
  }

  /** Send if open; false where the caller has to send it again on the next open. */
  send(event: ClientEvent): boolean {
    if (this.state !== "open" || this.socket === null) return false;
    this.socket.send(JSON.stringify(event));
    return true;
  }

  close(): void {
    this.cancelWait?.();
    const socket = this.socket;
    this.socket = null;
    if (socket !== null) {
      socket.onclose = null;
      socket.close();
    }
    this.become("idle");
  }

  private connect(): void {
    this.become("connecting");
    const socket = this.openSocket();
    this.socket = socket;
    socket.onopen = () => {
      this.attempts = 0;
      this.become("open");
    };
    socket.onmessage = (frame) => {
      const event = readEvent(frame.data);
      if (event !== null) this.listener.onEvent(event);
    };
    socket.onclose = (end) => this.lost(end.code);
  }

  private lost(code: number): void {
    this.socket = null;
    if (code === closedSignedOut || code === closedUnknown) {
      this.become(code === closedSignedOut ? "signed_out" : "unknown");
      return;
    }
    this.cancelWait = this.timers.after(this.waitMilliseconds(code), () => this.connect());
    this.attempts += 1;
    this.become("waiting");
  }

  private waitMilliseconds(code: number): number {
    const wait = Math.min(firstWaitMilliseconds * 2 ** this.attempts, longestWaitMilliseconds);
    return code === closedTooMany ? Math.max(wait, busyWaitMilliseconds) : wait;
  }

  private become(state: LineState): void {
    if (this.state === state) return;
    this.state = state;
    this.listener.onState(state);
  }
}
