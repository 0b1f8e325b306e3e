import { ThumbsDown, ThumbsUp } from "lucide-react";
import type { FeedbackEntry } from "../../api/types";
import { reasonWords } from "../../chat/text";
import { MoreButton } from "../../ui/MoreButton";
import { formatAgo } from "../../ui/time";
import { triageWords } from "../text";
import classes from "./FeedbackList.module.css";
import { text } from "./text";

interface Props {
  /** None until they have come. */
  entries: readonly FeedbackEntry[] | undefined;
  drafts: Readonly<Record<string, unknown>>;
  chosenId: string | null;
  onChoose: (entry: FeedbackEntry) => void;
  list: Parameters<typeof MoreButton>[0]["list"];
}

/** The entries, the latest first. */
export function FeedbackList({ entries, drafts, chosenId, onChoose, list }: Props) {
  return (
    <div className={classes["root"]}>
      {entries?.length === 0 && <p>{text.emptyTitle}</p>}
      <ul className={classes["list"]}>
        {entries?.map((entry) => {
          const Icon = entry.rating === "up" ? ThumbsUp : ThumbsDown;
          const reasons = entry.reasons.map((reason) => reasonWords[reason]).join(", ");
          const facts = [triageWords[entry.status], formatAgo(entry.created_at)];
          return (
            <li key={entry.id}>
              <button
                type="button"
                className={classes["entry"]}
                aria-pressed={entry.id === chosenId}
                onClick={() => onChoose(entry)}
              >
                <Icon size={16} className={classes["icon"]} data-rating={entry.rating} aria-hidden="true" />
                <span className="visually-hidden">{entry.rating === "up" ? text.up : text.down}: </span>
                <span className={classes["what"]}>
                  <span className={classes["question"]}>{entry.question}</span>
                  {reasons !== "" && <span className={classes["reasons"]}>{reasons}</span>}
                  <span className={classes["meta"]}>
                    {[...facts, ...(entry.id in drafts ? [text.unsaved] : [])].join(" · ")}
                  </span>
                </span>
              </button>
            </li>
          );
        })}
      </ul>
      <MoreButton list={list} />
    </div>
  );
}
