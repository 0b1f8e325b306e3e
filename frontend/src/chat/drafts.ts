/** What is being written in each conversation, and where it is to be searched: kept while others are looked at. */
import { Store } from "../ui/store";

export interface Draft {
  readonly question: string;
  readonly collections: readonly string[];
  /** The day whose versions are asked; empty for those of now. */
  readonly asOf: string;
}

const blank: Draft = { question: "", collections: [], asOf: "" };

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

/** Within what a question is asked. */
export type Bounds = Pick<Draft, "collections" | "asOf">;

/** As a question was asked before, as far as this page knows, else as is chosen at a place. */
export function boundsOf(
  place: string,
  turn?: { readonly collections: readonly string[] | null; readonly asOf: string },
): Bounds {
  const { collections, asOf } = drafts.at(place);
  return turn === undefined
    ? { collections, asOf }
    : { collections: turn.collections ?? collections, asOf: turn.asOf };
}
