import type { FeedbackFilter } from "../../api/admin";
import { given } from "../../api/client";
import classes from "./ExportLinks.module.css";
import { text } from "./text";

const addressOf = (format: string, filter: FeedbackFilter): string =>
  `/api/v1/feedback/export?${new URLSearchParams({ format, ...given(filter) })}`;

/** The inbox as a file, narrowed as it is shown. */
export function ExportLinks({ filter }: { filter: FeedbackFilter }) {
  const isNarrowed = Object.keys(given(filter)).length > 0;
  return (
    <p className={classes["root"]}>
      {isNarrowed ? text.exportShown : text.export}:{" "}
      <a href={addressOf("jsonl", filter)} download>
        {text.jsonLines}
      </a>
      {" · "}
      <a href={addressOf("csv", filter)} download>
        {text.csv}
      </a>
    </p>
  );
}
