import { Link } from "@tanstack/react-router";
import type { RaglanDocument } from "../../api/types";
import { formatDay, formatMoment } from "../../ui/time";
import classes from "./LifeNotes.module.css";
import { text } from "./text";

function Successor({ document }: { document: RaglanDocument }) {
  const { superseded_by: by, withdrawn } = document;
  if (by === null)
    return withdrawn === "superseded" ? <p className={classes["note"]}>{text.supersededByHidden}</p> : null;
  return (
    <p className={classes["note"]}>
      {withdrawn === "superseded" ? text.supersededBy : text.willBeSuperseded}{" "}
      <Link to="/documents/$documentId" params={{ documentId: by.id }}>
        {by.title}
      </Link>
      . {withdrawn === "superseded" && text.doesNotAnswer}
    </p>
  );
}

/** Says why a document answers no more, or that somebody should look at it. */
export function LifeNotes({ document }: { document: RaglanDocument }) {
  const { expires_at, withdrawn, review_on, is_review_overdue } = document;
  return (
    <>
      {withdrawn === "expired" && expires_at !== null && (
        <p className={classes["end"]}>{text.expiredSince(formatMoment(expires_at))}</p>
      )}
      <Successor document={document} />
      {is_review_overdue && review_on !== null && (
        <p className={classes["note"]}>{text.overdueSince(formatDay(review_on))}</p>
      )}
    </>
  );
}
