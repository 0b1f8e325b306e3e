/** What a page keeps beside its components, told to whoever listens. No DOM. */
export class Store<T> {
  protected current: T;
  private readonly listeners = new Set<() => void>();

  constructor(initial: T) {
    this.current = initial;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** The same until something changes. */
  snapshot = (): T => this.current;

  protected publish(next: T): void {
    this.current = next;
    for (const listener of this.listeners) listener();
  }
}
