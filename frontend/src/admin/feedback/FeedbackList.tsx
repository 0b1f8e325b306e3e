import { Button } from "@mantine/core";
import { ThumbsDown, ThumbsUp } from "lucide-react";
import type { FeedbackEntry } from "../../api/types";
import { reasonWords } from "../../chat/text";
import { formatAgo } from "../../ui/time";
import { triageWords } from "../text";
import classes from "./FeedbackList.module.css";
import { text } from "./text";

interface Props {
  entries: readonly FeedbackEntry[];
  chosenId: string | null;
  onChoose: (id: string) => void;
  onMore: (() => void) | null;
}

/** The entries, the latest first. */
export function FeedbackList({ entries, chosenId, onChoose, onMore }: Props) {
  return (
    <div>
      <ul className={classes["list"]}>
        {entries.map((entry) => {
          const Icon = entry.rating === "up" ? ThumbsUp : ThumbsDown;
          const reasons = entry.reasons.map((reason) => reasonWords[reason]).join(", ");
          return (
            <li key={entry.id}>
              <button
                type="button"
                className={classes["entry"]}
                aria-pressed={entry.id === chosenId}
                onClick={() => onChoose(entry.id)}
              >
                <Icon size={16} className={classes["icon"]} data-rating={entry.rating} aria-hidden="true" />
                <span className="visually-hidden">{entry.rating === "up" ? text.up : text.down}: </span>
                <span className={classes["what"]}>
                  <span className={classes["question"]}>{entry.question}</span>
                  {reasons !== "" && <span className={classes["reasons"]}>{reasons}</span>}
                  <span className={classes["meta"]}>
                    {triageWords[entry.status]} · {formatAgo(entry.created_at)}
                  </span>
                </span>
              </button>
            </li>
          );
        })}
      </ul>
      {onMore && (
        <Button size="compact-sm" variant="subtle" onClick={onMore}>
          {text.more}
        </Button>
      )}
    </div>
  );
}
