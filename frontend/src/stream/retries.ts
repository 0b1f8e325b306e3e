/** Attempts by name, each after a longer wait than the last, and not without end. */
import type { Timers } from "./connection";

const firstWaitMilliseconds = 500;
const longestWaitMilliseconds = 8_000;
const mostAttempts = 10;

interface Planned {
  count: number;
  cancel: () => void;
}

export class Retries {
  private readonly planned = new Map<string, Planned>();
  private readonly timers: Timers;

  constructor(timers: Timers) {
    this.timers = timers;
  }

  /** Plan the next attempt in place of one that still waits; false where there were enough. */
  plan(name: string, run: () => void): boolean {
    const before = this.planned.get(name);
    const count = before?.count ?? 0;
    if (count >= mostAttempts) return false;
    before?.cancel();
    const wait = Math.min(firstWaitMilliseconds * 2 ** count, longestWaitMilliseconds);
    this.planned.set(name, { count: count + 1, cancel: this.timers.after(wait, run) });
    return true;
  }

  forget(name: string): void {
    this.planned.get(name)?.cancel();
    this.planned.delete(name);
  }

  clear(): void {
    for (const name of [...this.planned.keys()]) this.forget(name);
  }
}
