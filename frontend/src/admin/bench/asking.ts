/** What is set on the bench, and what was asked with it: nothing is searched but when one asks. */
import type { Tried } from "../../api/bench";
import { type Fault, faultsIn } from "./filter/faults";

export const usual: Tried = { mode: "hybrid", k: 10, collections: [], settings: {}, filter: "", asOf: "" };

export interface Asked {
  /** Which asking it is: to compare again is to search again. */
  time: number;
  question: string;
  person: string | undefined;
  tried: Tried;
}

export interface Asking {
  tried: Tried;
  asked: Asked | null;
  /** Why what is set was not asked. */
  faults: readonly Fault[];
  /** How often it was asked, refused or not. */
  times: number;
  /** Whether the filter was written on since. */
  isWrittenOn: boolean;
  /** The documents that are ticked as what should be found, with their titles. */
  expected: ReadonlyMap<string, string>;
}

export type Deed =
  | { kind: "try"; changes: Partial<Tried> }
  | { kind: "set"; name: string; value: Tried["settings"][string] }
  | { kind: "expect"; id: string; title: string }
  | { kind: "ask"; asked: Omit<Asked, "tried"> };

export const atFirst: Asking = {
  tried: usual,
  asked: null,
  faults: [],
  times: 0,
  isWrittenOn: false,
  expected: new Map(),
};

export function asking(state: Asking, deed: Deed): Asking {
  switch (deed.kind) {
    case "try":
      return {
        ...state,
        tried: { ...state.tried, ...deed.changes },
        ...(deed.changes.filter === undefined ? {} : { faults: [], isWrittenOn: true }),
      };
    case "set": {
      const settings = { ...state.tried.settings, [deed.name]: deed.value };
      return { ...state, tried: { ...state.tried, settings } };
    }
    case "expect": {
      const expected = new Map(state.expected);
      if (!expected.delete(deed.id)) expected.set(deed.id, deed.title);
      return { ...state, expected };
    }
    case "ask":
      return ask(state, { ...deed.asked, tried: state.tried });
    default:
      return deed satisfies never;
  }
}

/**
 * What stands below the form: what was found, that nothing was searched for a filter that is still as it was,
 * or nothing.
 */
export type Standing = "nothing" | "refused" | "found";

/** How it stands with what was asked; a refusal that is mended in the form is told no more. */
export function standing(asking: { isAsked: boolean; isRefused: boolean; isFilterStill: boolean }): Standing {
  if (asking.isRefused) return asking.isFilterStill ? "refused" : "nothing";
  return asking.isAsked ? "found" : "nothing";
}

function ask(state: Asking, asked: Asked): Asking {
  const faults = faultsIn(asked.tried.filter);
  const next = { ...state, faults, times: state.times + 1, isWrittenOn: false };
  if (faults.length > 0) return next;
  const isSame = state.asked?.question === asked.question && state.asked.person === asked.person;
  return { ...next, asked, expected: isSame ? state.expected : atFirst.expected };
}

/** The asking whose first fault is to be led to, and 0 if there is none: each leads once, and never a typist. */
export const leadOf = ({ times, isWrittenOn }: Asking, faults: readonly Fault[]): number =>
  isWrittenOn || faults.length === 0 ? 0 : times;

/** What the live side is asked with: as its company set it, about the same as the other. */
export const asInForce = ({ k, collections, filter, asOf }: Tried): Tried => ({
  ...usual,
  k,
  collections,
  filter,
  asOf,
});
