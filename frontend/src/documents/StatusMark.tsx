import type { RaglanDocument } from "../api/types";
import classes from "./StatusMark.module.css";
import { statusWords } from "./text";

/** How far a document is: in words, and with the share that is done where it is known. */
export function StatusMark({ document }: { document: RaglanDocument }) {
  const { status, progress } = document;
  const isMoving = status === "parsing" || status === "embedding";
  const share = isMoving && progress !== null ? ` ${Math.round(progress * 100)} %` : "";
  return (
    <span className={classes["root"]} data-status={status}>
      <span className={classes["dot"]} aria-hidden="true" />
      {statusWords[status]}
      {share}
    </span>
  );
}
