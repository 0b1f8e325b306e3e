/** The queue of files on their way: what waits, what is sent, how each ended. No DOM, no network of its own. */
import { isProblem, type Problem, wordsFor } from "../api/problem";
import type { UploadedDocument } from "../api/types";
import type { Timers } from "../stream/connection";
import { Store } from "../ui/store";

export type UploadState = "waiting" | "sending" | "accepted" | "unchanged" | "failed" | "stopped";

/** Where a file goes and who may read it there; with an `externalId` it is a new version of that document. */
export interface UploadTarget {
  readonly collection: string;
  /** As people call it. */
  readonly place: string;
  /** Without any, those of the collection. */
  readonly readers: readonly string[];
  readonly externalId?: string;
}

export interface UploadItem {
  readonly id: string;
  readonly name: string;
  readonly sizeBytes: number;
  readonly target: UploadTarget;
  readonly state: UploadState;
  readonly documentId: string | null;
  readonly problem: string | null;
  /** The server takes no such file, however often it is sent. */
  readonly isRefused?: boolean;
  /** How often the server was too busy for it. */
  readonly pauses: number;
}

export interface FileLike {
  readonly name: string;
  readonly size: number;
}

export type Send<F extends FileLike> = (
  file: F,
  target: UploadTarget,
  id: string,
  stop: AbortSignal,
) => Promise<UploadedDocument>;

const mostAtOnce = 2;
const mostPauses = 8;
const pauseMilliseconds = 2_000;
/** Of the file itself: too large, or of a format that is not read. */
const refusals = [413, 415];
const openStates: ReadonlySet<UploadState> = new Set(["waiting", "sending"]);

export const isOpen = (item: UploadItem): boolean => openStates.has(item.state);

export class UploadQueue<F extends FileLike> extends Store<readonly UploadItem[]> {
  private readonly files = new Map<string, F>();
  /** The attempt under way of each file; whatever an earlier one comes to means nothing any more. */
  private readonly attempts = new Map<string, AbortController>();
  private cancelPause: (() => void) | null = null;
  private readonly send: Send<F>;
  private readonly newId: () => string;
  private readonly timers: Pick<Timers, "after">;

  constructor(send: Send<F>, newId: () => string, timers: Pick<Timers, "after">) {
    super([]);
    this.send = send;
    this.newId = newId;
    this.timers = timers;
  }

  add(files: readonly F[], target: UploadTarget): void {
    const added = files.map((file): UploadItem => {
      const id = this.newId();
      this.files.set(id, file);
      const { name, size: sizeBytes } = file;
      return { id, name, sizeBytes, target, state: "waiting", documentId: null, problem: null, pauses: 0 };
    });
    this.publish([...this.current, ...added]);
    this.proceed();
  }

  /** Send a failed file again, under the same idempotency key: it can't become two documents. */
  retry(id: string): void {
    if (this.current.some((item) => item.id === id && isOpen(item))) return;
    this.change(id, { state: "waiting", problem: null, pauses: 0 });
    this.proceed();
  }

  stop(id: string): void {
    this.attempts.get(id)?.abort();
    this.attempts.delete(id);
    this.change(id, { state: "stopped" });
    this.proceed();
  }

  /** Forget what came to an end. */
  clear(): void {
    for (const item of this.current) if (!isOpen(item)) this.files.delete(item.id);
    this.publish(this.current.filter(isOpen));
  }

  /** Stop and forget everything: whoever comes next must not send what was left here. */
  abandon(): void {
    for (const attempt of this.attempts.values()) attempt.abort();
    this.attempts.clear();
    this.files.clear();
    this.cancelPause?.();
    this.cancelPause = null;
    this.publish([]);
  }

  private proceed(): void {
    if (this.cancelPause !== null) return;
    const free = mostAtOnce - this.attempts.size;
    const next = this.current.filter((item) => item.state === "waiting").slice(0, Math.max(0, free));
    for (const item of next) void this.sendOne(item);
  }

  private async sendOne({ id, target }: UploadItem): Promise<void> {
    const file = this.files.get(id);
    if (file === undefined) return;
    const attempt = new AbortController();
    const isCurrent = () => this.attempts.get(id) === attempt;
    this.attempts.set(id, attempt);
    this.change(id, { state: "sending" });
    try {
      const document = await this.send(file, target, id, attempt.signal);
      if (isCurrent())
        this.change(id, { state: document.unchanged ? "unchanged" : "accepted", documentId: document.id });
    } catch (error) {
      if (isCurrent()) this.failed(id, error);
    }
    if (isCurrent()) this.attempts.delete(id);
    this.proceed();
  }

  private failed(id: string, error: unknown): void {
    const pauses = this.current.find((item) => item.id === id)?.pauses ?? 0;
    if (!isProblem(error, 429) || pauses >= mostPauses) {
      this.change(id, {
        state: "failed",
        problem: wordsFor(error),
        isRefused: refusals.some((status) => isProblem(error, status)),
      });
      return;
    }
    this.change(id, { state: "waiting", pauses: pauses + 1 });
    this.pause(error);
  }

  /** The server is too busy for anyone's files: all of them wait, as long as it says. */
  private pause({ retryAfterSeconds }: Problem): void {
    this.cancelPause?.();
    const wait = retryAfterSeconds === null ? pauseMilliseconds : retryAfterSeconds * 1_000;
    this.cancelPause = this.timers.after(wait, () => {
      this.cancelPause = null;
      this.proceed();
    });
  }

  private change(id: string, changes: Partial<UploadItem>): void {
    this.publish(this.current.map((item) => (item.id === id ? { ...item, ...changes } : item)));
  }
}
