import { Link } from "@tanstack/react-router";
import type { WholeSourceRun } from "../api/types";
import { happenedWords } from "./counts";
import classes from "./Origins.module.css";
import { text } from "./text";

interface Props {
  entry: WholeSourceRun["log"][number];
  isDry: boolean;
}

/** What happened to one item: its document, where it stands at the source, and why it failed. */
export function LogEntry({ entry, isDry }: Props) {
  const { happened, title, external_id: place, document, detail } = entry;
  const name = title || place || text.nameless;
  // What was removed has no page any more.
  const isThere = document !== null && (happened !== "removed" || isDry);
  return (
    <li className={classes["entry"]}>
      <span className={classes["sort"]} data-sort={happened}>
        {happenedWords(happened, isDry)}
      </span>
      <div className={classes["item"]}>
        {isThere ? (
          <Link to="/documents/$documentId" params={{ documentId: document }}>
            {name}
          </Link>
        ) : (
          name
        )}
        {place !== "" && place !== name && <p className={classes["place"]}>{place}</p>}
        {detail !== "" && <p className={classes[happened === "failed" ? "alarm" : "place"]}>{detail}</p>}
        {happened === "skipped" && detail === "" && <p className={classes["place"]}>{text.erasedHere}</p>}
      </div>
    </li>
  );
}
