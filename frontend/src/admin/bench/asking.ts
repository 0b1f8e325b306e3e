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
}

export type Deed =
  | { kind: "try"; changes: Partial<Tried> }
  | { kind: "set"; name: string; value: Tried["settings"][string] }
  | { kind: "ask"; asked: Omit<Asked, "tried"> };

export const atFirst: Asking = { tried: usual, asked: null, faults: [] };

export function asking(state: Asking, deed: Deed): Asking {
  switch (deed.kind) {
    case "try":
      return {
        ...state,
        tried: { ...state.tried, ...deed.changes },
        faults: deed.changes.filter === undefined ? state.faults : [],
      };
    case "set": {
      const settings = { ...state.tried.settings, [deed.name]: deed.value };
      return { ...state, tried: { ...state.tried, settings } };
    }
    case "ask": {
      const faults = faultsIn(state.tried.filter);
      return faults.length > 0
        ? { ...state, faults }
        : { ...state, faults, asked: { ...deed.asked, tried: state.tried } };
    }
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

/** What the live side is asked with: as its company set it, about the same as the other. */
export const asInForce = ({ k, collections, filter, asOf }: Tried): Tried => ({
  ...usual,
  k,
  collections,
  filter,
  asOf,
});
