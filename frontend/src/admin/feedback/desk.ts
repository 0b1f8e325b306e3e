/** What an analyst has before them: the entry they look at, and findings that aren't saved yet. */
import type { FeedbackEntry } from "../../api/types";
import type { Findings } from "./standing";

export interface OnDesk {
  readonly held: FeedbackEntry | null;
  /** By the entry that they are about. */
  readonly drafts: Readonly<Record<string, Findings>>;
}

const bare: OnDesk = { held: null, drafts: {} };

export class Desk {
  private onDesk = bare;
  private readonly listeners = new Set<() => void>();

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  snapshot = (): OnDesk => this.onDesk;

  hold = (held: FeedbackEntry | null): void => this.publish({ ...this.onDesk, held });

  /** Take in what changed of an entry, unless another one is looked at by now. */
  refresh(entry: FeedbackEntry): void {
    if (this.onDesk.held?.id === entry.id) this.hold(entry);
  }

  /** Keep what is written about an entry; null once there is nothing to be saved. */
  keep(id: string, findings: Findings | null): void {
    const { [id]: _, ...others } = this.onDesk.drafts;
    this.publish({ ...this.onDesk, drafts: findings === null ? others : { ...others, [id]: findings } });
  }

  /** Let go of what was saved; what was written since stays. */
  saved(id: string, sent: Findings): void {
    const draft = this.onDesk.drafts[id];
    if (draft?.diagnosis === sent.diagnosis && draft.note === sent.note) this.keep(id, null);
  }

  clear(): void {
    this.publish(bare);
  }

  private publish(onDesk: OnDesk): void {
    this.onDesk = onDesk;
    for (const listener of this.listeners) listener();
  }
}

/** The page's own: it outlives the screen, so that a look at a document costs nobody their words. */
export const desk = new Desk();
