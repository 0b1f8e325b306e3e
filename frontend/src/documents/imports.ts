/** The imports of websites that were begun at this page, so that their pages are awaited on every screen. */

export interface Import {
  readonly job: string;
  readonly url: string;
}

export class Imports {
  private current: readonly Import[] = [];
  private readonly listeners = new Set<() => void>();

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  snapshot = (): readonly Import[] => this.current;

  follow(begun: Import): void {
    this.publish([...this.current, begun]);
  }

  forget(job: string): void {
    this.publish(this.current.filter((one) => one.job !== job));
  }

  clear(): void {
    this.publish([]);
  }

  private publish(next: readonly Import[]): void {
    this.current = next;
    for (const listener of this.listeners) listener();
  }
}

export const imports = new Imports();
