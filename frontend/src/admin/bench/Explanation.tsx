import type { Found } from "../../api/bench";
import { keyWords } from "../../documents/names";
import { FactList } from "../../ui/FactList";
import classes from "./Bench.module.css";
import { text } from "./text";
import { type Written, written } from "./written";

/** How a search went about a question, and where its time went. */
export function Explanation({ found }: { found: Found }) {
  const told = Object.entries(found.explanation ?? {})
    .map(([name, value]) => [name, written(value)] as const)
    .filter(([, { words }]) => words !== "");
  const times = Object.entries(found.timings_ms).map(([stage, took]) => `${stage} ${took.toFixed(1)}`);
  return (
    <details className={classes["explanation"]}>
      <summary>{text.explanation}</summary>
      <FactList
        className={classes["facts"]}
        facts={[
          ...told.map(([name, value]) => [keyWords(name), shown(value)] as const),
          ["ms", times.join(", ")],
        ]}
      />
    </details>
  );
}

function shown({ words, isCode }: Written) {
  return isCode ? <code className={classes["json"]}>{words}</code> : words;
}
