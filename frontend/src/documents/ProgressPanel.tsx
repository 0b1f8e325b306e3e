import { useQuery } from "@tanstack/react-query";
import type { DocumentProgress, RaglanDocument } from "../api/types";
import { progressQuery } from "../api/work";
import { ErrorNote } from "../ui/ErrorNote";
import { formatDuration, formatMoment } from "../ui/time";
import classes from "./ProgressPanel.module.css";
import { StageLine } from "./StageLine";
import { text } from "./text";

/** Where a document is on its way, why it waits, who works on it, and when it will be ready. */
export function ProgressPanel({ document }: { document: RaglanDocument }) {
  const { data: progress, error, refetch } = useQuery(progressQuery(document));
  if (error) return <ErrorNote error={error} onRetry={() => void refetch()} />;
  return (
    <section aria-labelledby="progress-title" className={classes["root"]} aria-busy={progress === undefined}>
      <div className={classes["head"]}>
        <h2 id="progress-title" className={classes["title"]}>
          {text.progressTitle}
        </h2>
        {progress && <p className={classes["eta"]}>{readyWords(progress)}</p>}
      </div>
      {progress === undefined ? (
        <p className={classes["facts"]}>{text.progressLoading}</p>
      ) : (
        <>
          <ol className={classes["stages"]}>
            {progress.stages.map((stage) => (
              <StageLine key={stage.name} stage={stage} />
            ))}
          </ol>
          {progress.waiting && (
            <p className={classes["reason"]} data-reason={progress.waiting.reason}>
              {progress.waiting.detail}
            </p>
          )}
          <p className={classes["facts"]}>{factsOf(progress).join(" · ")}</p>
        </>
      )}
    </section>
  );
}

const readyWords = ({ eta_seconds }: DocumentProgress): string =>
  eta_seconds === null ? text.readyUnknown : text.readyIn(formatDuration(eta_seconds).replace("about ", ""));

function factsOf({ queue, waiting, ahead, attempts }: DocumentProgress): string[] {
  return [
    queue ? text.inQueue(queue) : "",
    ahead ? text.aheadOfIt(ahead.documents, ahead.chunks) : "",
    waiting?.worker ? text.worker(waiting.worker) : "",
    attempts > 1 ? text.attempt(attempts) : "",
    waiting?.due_at ? text.again(formatMoment(waiting.due_at)) : "",
  ].filter((fact) => fact !== "");
}
