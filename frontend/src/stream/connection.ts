/** One socket that comes back: opens when needed, is replaced when dead, waits longer after each failure. */
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
  /** Whether the server owes something, so that a silent line may be a dead one. */
  isAwaiting(): boolean;
}

export interface Timers {
  after(milliseconds: number, run: () => void): () => void;
  now(): number;
}

const firstWaitMilliseconds = 250;
const longestWaitMilliseconds = 8_000;
const busyWaitMilliseconds = 5_000;
// A network that vanished (sleep, another Wi-Fi) closes no socket; only its silence tells.
const longestSilenceMilliseconds = 20_000;
const doubtfulSilenceMilliseconds = 2_000;
const closedAbnormally = 1006;
const closedSignedOut = 4401;
const closedUnknown = 4404;
const closedTooMany = 4429;

export class Connection {
  private socket: SocketLike | null = null;
  private attempts = 0;
  private cancelWait: (() => void) | null = null;
  private cancelWatch: (() => void) | null = null;
  private silentSince = 0;
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
    if (this.state === "waiting") return;
    if (this.socket === null) this.connect();
    else this.watch();
  }

  /** Try now instead of after a wait, because the network or the reader is back. */
  hurry(): void {
    const isDoubtful = this.timers.now() - this.silentSince > doubtfulSilenceMilliseconds;
    if (this.state === "waiting" || (this.socket !== null && isDoubtful && this.listener.isAwaiting())) {
      this.cancelWait?.();
      this.drop();
      this.connect();
    }
  }

  /** Send if open; false where the caller has to send it again on the next open. */
  send(event: ClientEvent): boolean {
    if (this.state !== "open" || this.socket === null) return false;
    this.socket.send(JSON.stringify(event));
    if (this.cancelWatch === null) this.watch();
    return true;
  }

  close(): void {
    this.cancelWait?.();
    this.drop();
    this.attempts = 0;
    this.become("idle");
  }

  private connect(): void {
    this.become("connecting");
    const socket = this.openSocket();
    this.socket = socket;
    this.watch();
    socket.onopen = () => {
      this.attempts = 0;
      this.watch();
      this.become("open");
    };
    socket.onmessage = (frame) => {
      const event = readEvent(frame.data);
      if (event !== null) this.listener.onEvent(event);
      this.watch();
    };
    socket.onclose = (end) => this.lost(end.code);
  }

  /** Note that the line is alive, and look again when it has been silent for too long. */
  private watch(): void {
    this.cancelWatch?.();
    this.silentSince = this.timers.now();
    this.cancelWatch = this.listener.isAwaiting()
      ? this.timers.after(longestSilenceMilliseconds, () => this.fellSilent())
      : null;
  }

  private fellSilent(): void {
    this.cancelWatch = null;
    if (!this.listener.isAwaiting()) return;
    const wasOpen = this.state === "open";
    this.drop();
    if (wasOpen) this.connect();
    else this.lost(closedAbnormally);
  }

  /** Let go of the socket without hearing how it ends: the close of a dead one takes minutes. */
  private drop(): void {
    this.cancelWatch?.();
    this.cancelWatch = null;
    const socket = this.socket;
    this.socket = null;
    if (socket === null) return;
    socket.onopen = null;
    socket.onmessage = null;
    socket.onclose = null;
    socket.close();
  }

  private lost(code: number): void {
    this.drop();
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
