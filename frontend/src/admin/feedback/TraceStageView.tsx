import { TraceValue } from "./TraceValue";
import classes from "./TraceView.module.css";
import type { TracePart } from "./trace";

/** One stage, its share of the time as a bar. */
export function TraceStageView({ stage, longestMs }: { stage: TracePart; longestMs: number }) {
  const { name, durationMs, facts } = stage;
  return (
    <li className={classes["stage"]}>
      <div className={classes["head"]}>
        <span className={classes["name"]}>{name.replaceAll("_", " ")}</span>
        {durationMs !== null && (
          <>
            <meter
              className={classes["bar"]}
              min={0}
              max={longestMs}
              value={durationMs}
              aria-label={`${name} time`}
            />
            <span className={classes["time"]}>{durationMs.toFixed(durationMs < 10 ? 1 : 0)} ms</span>
          </>
        )}
      </div>
      {facts.length > 0 && (
        <dl className={classes["facts"]}>
          {facts.map(([field, value]) => (
            <div key={field}>
              <dt>{field.replaceAll("_", " ")}</dt>
              <dd>
                <TraceValue value={value} />
              </dd>
            </div>
          ))}
        </dl>
      )}
    </li>
  );
}
