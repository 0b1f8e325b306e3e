import type { RaglanDocument } from "../../api/types";
import classes from "./LifeTags.module.css";
import { text } from "./text";

/** What a list says of a document's life: only what asks for somebody. */
export function LifeTags({ document }: { document: RaglanDocument }) {
  const { withdrawn, is_review_overdue, owner } = document;
  const tags = [
    withdrawn === "expired" ? text.expired : "",
    withdrawn === "superseded" ? text.superseded : "",
    is_review_overdue ? text.overdue : "",
    owner?.has_left ? `${text.owner} ${text.hasLeft}` : "",
  ].filter((tag) => tag !== "");
  if (tags.length === 0) return null;
  return (
    <ul className={classes["root"]}>
      {tags.map((tag) => (
        <li key={tag}>{tag}</li>
      ))}
    </ul>
  );
}
