import classes from "./ExportLinks.module.css";
import { text } from "./text";

/** The whole inbox as a file. */
export function ExportLinks() {
  return (
    <p className={classes["root"]}>
      {text.export}:{" "}
      <a href="/api/v1/feedback/export?format=jsonl" download>
        {text.jsonLines}
      </a>
      {" · "}
      <a href="/api/v1/feedback/export?format=csv" download>
        {text.csv}
      </a>
    </p>
  );
}
