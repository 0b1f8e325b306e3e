import type { Found } from "../../api/bench";
import { keyWords } from "../../documents/names";
import { FactList } from "../../ui/FactList";
import classes from "./Bench.module.css";
import { text } from "./text";

const plain = (value: unknown) =>
  typeof value === "string" || typeof value === "number" ? String(value) : JSON.stringify(value);

const listed = (value: unknown) =>
  Array.isArray(value) && value.every((one) => typeof one !== "object") ? value.join(", ") : plain(value);

/** How a search went about a question, and where its time went. */
export function Explanation({ found }: { found: Found }) {
  const told = Object.entries(found.explanation ?? {}).filter(([, value]) => listed(value) !== "");
  const times = Object.entries(found.timings_ms).map(([stage, took]) => `${stage} ${took.toFixed(1)}`);
  return (
    <details className={classes["explanation"]}>
      <summary>{text.explanation}</summary>
      <FactList
        className={classes["facts"]}
        facts={[
          ...told.map(([name, value]) => [keyWords(name), listed(value)] as const),
          ["ms", times.join(", ")],
        ]}
      />
    </details>
  );
}
