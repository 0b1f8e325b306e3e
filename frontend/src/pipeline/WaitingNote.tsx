import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { pipelineHistoryQuery } from "../api/pipelines";
import classes from "./PipelineScreen.module.css";
import { text } from "./text";
import { waitingFile } from "./waiting";

/** Say that the latest file does not answer yet. */
export function WaitingNote({ slug, mayApply }: { slug: string; mayApply: boolean }) {
  const { data = [] } = useQuery(pipelineHistoryQuery(slug));
  const waiting = waitingFile(data);
  if (waiting === null) return null;
  return (
    <p className={classes["note"]}>
      {text.waiting(waiting.number, waiting.index, waiting.state === "ready")}{" "}
      {mayApply && <Link to="/admin/indexes">{text.indexes}</Link>}
    </p>
  );
}
