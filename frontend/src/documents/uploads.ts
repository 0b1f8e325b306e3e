/** The queue of files on their way: what waits, what is sent, how each ended. No DOM, no network of its own. */
import { wordsFor } from "../api/problem";
import type { UploadedDocument } from "../api/types";

export type UploadState = "waiting" | "sending" | "accepted" | "unchanged" | "failed" | "stopped";

export interface UploadItem {
  readonly id: string;
  readonly name: string;
  readonly sizeBytes: number;
  readonly state: UploadState;
  readonly documentId: string | null;
  readonly problem: string | null;
}

export interface FileLike {
  readonly name: string;
  readonly size: number;
}

export type Send<F extends FileLike> = (file: F, id: string, stop: AbortSignal) => Promise<UploadedDocument>;

const mostAtOnce = 2;

export class UploadQueue<F extends FileLike> {
  private items: readonly UploadItem[] = [];
  private readonly files = new Map<string, F>();
  private readonly stops = new Map<string, AbortController>();
  private readonly listeners = new Set<() => void>();
  private readonly send: Send<F>;
  private readonly newId: () => string;

  constructor(send: Send<F>, newId: () => string) {
    this.send = send;
    this.newId = newId;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  snapshot = (): readonly UploadItem[] => this.items;

  add(files: readonly F[]): void {
    const added = files.map((file): UploadItem => {
      const id = this.newId();
      this.files.set(id, file);
      return { id, name: file.name, sizeBytes: file.size, state: "waiting", documentId: null, problem: null };
    });
    this.publish([...this.items, ...added]);
    this.proceed();
  }

  /** Send a failed file again, under the same idempotency key: it can't become two documents. */
  retry(id: string): void {
    this.change(id, { state: "waiting", problem: null });
    this.proceed();
  }

  stop(id: string): void {
    this.stops.get(id)?.abort();
    this.change(id, { state: "stopped" });
    this.proceed();
  }

  /** Forget what came to an end. */
  clear(): void {
    const isOpen = (item: UploadItem) => item.state === "waiting" || item.state === "sending";
    for (const item of this.items) if (!isOpen(item)) this.files.delete(item.id);
    this.publish(this.items.filter(isOpen));
  }

  private proceed(): void {
    const sending = this.items.filter((item) => item.state === "sending").length;
    const next = this.items
      .filter((item) => item.state === "waiting")
      .slice(0, Math.max(0, mostAtOnce - sending));
    for (const item of next) void this.sendOne(item.id);
  }

  private async sendOne(id: string): Promise<void> {
    const file = this.files.get(id);
    if (file === undefined) return;
    const stop = new AbortController();
    this.stops.set(id, stop);
    this.change(id, { state: "sending" });
    try {
      const document = await this.send(file, id, stop.signal);
      this.change(id, { state: document.unchanged ? "unchanged" : "accepted", documentId: document.id });
    } catch (error) {
      // A stopped upload has said so already.
      if (!stop.signal.aborted) this.change(id, { state: "failed", problem: wordsFor(error) });
    }
    this.stops.delete(id);
    this.proceed();
  }

  private change(id: string, changes: Partial<UploadItem>): void {
    this.publish(this.items.map((item) => (item.id === id ? { ...item, ...changes } : item)));
  }

  private publish(items: readonly UploadItem[]): void {
    this.items = items;
    for (const listener of this.listeners) listener();
  }
}
