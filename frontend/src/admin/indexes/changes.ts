import type { IndexChange } from "../../api/admin";
import type { IndexVersion } from "../../api/types";

type Standing = Pick<IndexVersion, "state" | "promoted_at">;

/** What can be asked of a version: the API's change, in the words that fit the state. */
export type IndexStep = "promote" | "discard" | "stop" | "rollback" | "drop";

/** The API has one word for giving up a version: one that is being built, one that is complete, one of before. */
export const changeFor = {
  promote: "promote",
  discard: "cancel",
  stop: "cancel",
  rollback: "rollback",
  drop: "cancel",
} as const satisfies Record<IndexStep, IndexChange>;

/** The steps that make sense for a version as it stands; one that was live before is the one to go back to. */
export function stepsOf({ state, promoted_at }: Standing): readonly IndexStep[] {
  if (state === "building") return ["stop"];
  if (state !== "ready") return [];
  return promoted_at === null ? ["promote", "discard"] : ["rollback", "drop"];
}

/** The step that is asked about, unless the version has moved on meanwhile: a question never changes its subject. */
export function stillAsked(asked: IndexStep | null, version: Standing): IndexStep | null {
  return asked !== null && stepsOf(version).includes(asked) ? asked : null;
}
