/** What is being written in each conversation, and where it is to be searched: kept while others are looked at. */

export interface Draft {
  readonly question: string;
  readonly collections: readonly string[];
}

const blank: Draft = { question: "", collections: [] };

/** The place of a question that begins a conversation. */
export const newPlace = "new";

export class Drafts {
  private readonly drafts = new Map<string, Draft>();
  private readonly listeners = new Set<() => void>();

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  at(place: string): Draft {
    return this.drafts.get(place) ?? blank;
  }

  change(place: string, changes: Partial<Draft>): void {
    this.drafts.set(place, { ...this.at(place), ...changes });
    this.publish();
  }

  /** The conversation that began there has a name now. */
  move(from: string, to: string): void {
    this.drafts.set(to, this.at(from));
    this.drafts.delete(from);
    this.publish();
  }

  clear(): void {
    this.drafts.clear();
    this.publish();
  }

  private publish(): void {
    for (const listener of this.listeners) listener();
  }
}

export const drafts = new Drafts();
