import type { SourceRun } from "../api/types";
import classes from "./Origins.module.css";
import { standingOf } from "./standing";

/** Where a run stands, in words. */
export function RunState({ run }: { run: Pick<SourceRun, "state" | "dry_run" | "counts"> }) {
  const { state, words } = standingOf(run);
  return (
    <span className={classes["state"]} data-state={state}>
      <span className={classes["dot"]} aria-hidden="true" />
      {words}
    </span>
  );
}
