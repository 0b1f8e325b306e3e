import type { Stage } from "../api/types";
import classes from "./ProgressPanel.module.css";
import { formatSeconds } from "./stageTimes";
import { text } from "./text";

/** One stage of a document's way: done, under way or to come, with its time and the usual one. */
export function StageLine({ stage }: { stage: Stage }) {
  const { name, state, seconds, usual_seconds } = stage;
  const words = state === "done" ? text.stages[name] : text.stagesToCome[name];
  const times = [
    seconds === null ? "" : state === "current" ? text.soFar(formatSeconds(seconds)) : formatSeconds(seconds),
    usual_seconds === null || state === "done" ? "" : text.usually(formatSeconds(usual_seconds)),
  ].filter((part) => part !== "");
  return (
    <li
      className={classes["stage"]}
      data-state={state}
      aria-current={state === "current" ? "step" : undefined}
    >
      <span className={classes["dot"]} aria-hidden="true" />
      <span className={classes["name"]}>{words}</span>
      <span className={classes["time"]}>{times.join(", ")}</span>
    </li>
  );
}
