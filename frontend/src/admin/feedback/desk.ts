/** What an analyst has before them: the entry they look at, and findings that aren't saved yet. */
import type { FeedbackEntry } from "../../api/types";
import { Store } from "../../ui/store";
import type { Findings } from "./standing";

export interface OnDesk {
  readonly held: FeedbackEntry | null;
  /** By the entry that they are about. */
  readonly drafts: Readonly<Record<string, Findings>>;
}

const bare: OnDesk = { held: null, drafts: {} };

export class Desk extends Store<OnDesk> {
  constructor() {
    super(bare);
  }

  hold = (held: FeedbackEntry | null): void => this.publish({ ...this.current, held });

  /** Take in what changed of an entry, unless another one is looked at by now. */
  refresh(entry: FeedbackEntry): void {
    if (this.current.held?.id === entry.id) this.hold(entry);
  }

  /** Keep what is written about an entry; null once there is nothing to be saved. */
  keep(id: string, findings: Findings | null): void {
    const { [id]: _, ...others } = this.current.drafts;
    this.publish({ ...this.current, drafts: findings === null ? others : { ...others, [id]: findings } });
  }

  /** Let go of what was saved; what was written since stays. */
  saved(id: string, sent: Findings): void {
    const draft = this.current.drafts[id];
    if (draft?.diagnosis === sent.diagnosis && draft.note === sent.note) this.keep(id, null);
  }

  clear(): void {
    this.publish(bare);
  }
}

/** The page's own: it outlives the screen, so that a look at a document costs nobody their words. */
export const desk = new Desk();
