import { Considered } from "./Considered";
import { TraceTable } from "./TraceTable";
import classes from "./TraceView.module.css";
import { isTable, passagesOf } from "./trace";

/** Anything a trace notes: short values as words, long ones folded. */
export function TraceValue({ value }: { value: unknown }) {
  if (typeof value !== "object" || value === null) {
    const words = typeof value === "number" && !Number.isInteger(value) ? value.toFixed(3) : String(value);
    return <span className={classes["value"]}>{words}</span>;
  }
  if (isTable(value)) {
    const passages = passagesOf(value);
    return passages === null ? <TraceTable rows={value} /> : <Considered passages={passages} />;
  }
  const size = Array.isArray(value) ? value.length : Object.keys(value).length;
  return (
    <details>
      <summary>
        {size} {size === 1 ? "entry" : "entries"}
      </summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a long value scrolls, also by keyboard */}
      <pre className={classes["json"]} tabIndex={0}>
        {JSON.stringify(value, null, 2)}
      </pre>
    </details>
  );
}
