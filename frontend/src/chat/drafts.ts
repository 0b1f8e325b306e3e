/** What is being written in each conversation, and where it is to be searched: kept while others are looked at. */
import { Store } from "../ui/store";

export interface Draft {
  readonly question: string;
  readonly collections: readonly string[];
}

const blank: Draft = { question: "", collections: [] };

/** The place of a question that begins a conversation. */
export const newPlace = "new";

export class Drafts extends Store<ReadonlyMap<string, Draft>> {
  constructor() {
    super(new Map());
  }

  at(place: string): Draft {
    return this.current.get(place) ?? blank;
  }

  change(place: string, changes: Partial<Draft>): void {
    this.publish(new Map(this.current).set(place, { ...this.at(place), ...changes }));
  }

  /** The conversation that began there has a name now. */
  move(from: string, to: string): void {
    const drafts = new Map(this.current).set(to, this.at(from));
    drafts.delete(from);
    this.publish(drafts);
  }

  clear(): void {
    this.publish(new Map());
  }
}

export const drafts = new Drafts();
