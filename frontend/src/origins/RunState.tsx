import type { SourceRun } from "../api/types";
import classes from "./Origins.module.css";
import { text } from "./text";

/** Where a run stands, in words. */
export function RunState({ state }: Pick<SourceRun, "state">) {
  return (
    <span className={classes["state"]} data-state={state}>
      <span className={classes["dot"]} aria-hidden="true" />
      {text.states[state]}
    </span>
  );
}
