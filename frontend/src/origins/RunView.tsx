import { Button } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { isOpen, runQuery, sourcesKey, syncSource } from "../api/sources";
import type { Source, WholeSourceRun } from "../api/types";
import { ErrorNote } from "../ui/ErrorNote";
import { LoadingLines } from "../ui/LoadingLines";
import { formatDuration, formatMoment } from "../ui/time";
import { countWords } from "./counts";
import classes from "./Origins.module.css";
import { Question } from "./Question";
import { RunLog } from "./RunLog";
import { RunState } from "./RunState";
import { text } from "./text";

interface Props {
  source: Source;
  runId: string;
  /** Show the run that does what a dry run foresaw. */
  onBegun: (run: string) => void;
}

/** One run: what it counted, its log, and its question where it asks one. */
export function RunView({ source, runId, onBegun }: Props) {
  const { data: run, error, refetch } = useQuery(runQuery(source.id, runId));
  const queryClient = useQueryClient();
  const syncing = useMutation({
    mutationFn: () => syncSource(source.id, false),
    onSuccess: async ({ id }) => {
      await queryClient.invalidateQueries({ queryKey: sourcesKey });
      onBegun(id);
    },
  });
  if (error) return <ErrorNote error={error} onRetry={() => void refetch()} />;
  if (run === undefined) return <LoadingLines label={text.loadingRun} />;
  const isForeseen = run.dry_run && run.state === "done";
  return (
    <>
      <p className={classes["facts"]}>
        <RunState run={run} />
        {factsOf(run).join(" · ")}
      </p>
      <p role="status" className={classes["sum"]}>
        {sumOf(run)}
      </p>
      {run.error && <p className={classes["alarm"]}>{run.error.detail}</p>}
      {isForeseen && run.counts.would_remove > 0 && (
        <p className={classes["warning"]}>{text.wouldAsk(run.counts.would_remove)}</p>
      )}
      {run.state === "asking" && <Question run={run} source={source} />}
      {isForeseen && (
        <Button size="sm" loading={syncing.isPending} onClick={() => syncing.mutate()}>
          {text.syncNow}
        </Button>
      )}
      {isForeseen && syncing.error && <ErrorNote error={syncing.error} />}
      <RunLog run={run} />
    </>
  );
}

const factsOf = (run: WholeSourceRun): string[] =>
  [
    formatMoment(run.created_at),
    run.scheduled ? text.scheduled : "",
    run.duration_seconds === null ? "" : text.took(formatDuration(run.duration_seconds)),
    run.dry_run ? text.dry : "",
  ].filter((fact) => fact !== "");

/** What came of a run, or has so far. */
function sumOf(run: WholeSourceRun): string {
  const words = countWords(run);
  if (run.state === "queued") return text.soon;
  if (isOpen(run)) return text.reading(words);
  if (words !== "") return words;
  return run.error ? "" : text.nothingThere;
}
