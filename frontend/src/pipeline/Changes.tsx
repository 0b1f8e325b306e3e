import type { Difference } from "../api/pipelines";
import classes from "./Comparison.module.css";
import { text } from "./text";

/** Each setting that would be another, with what it is now. */
export function Changes({ changes }: Pick<Difference, "changes">) {
  if (changes.length === 0) return <p className={classes["same"]}>{text.same}</p>;
  return (
    <ul className={classes["changes"]}>
      {changes.map((change) => {
        const [path, words] = text.changes(change);
        return (
          <li key={path}>
            <code>{path}</code> <span>{words}</span>
          </li>
        );
      })}
    </ul>
  );
}
