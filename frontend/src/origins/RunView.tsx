import { Button, Group, Select, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { confirmRun, refuseRun, runQuery, sourcesKey } from "../api/sources";
import type { Happened, WholeSourceRun } from "../api/types";
import { ErrorNote } from "../ui/ErrorNote";
import { LoadingLines } from "../ui/LoadingLines";
import { formatDuration, formatMoment } from "../ui/time";
import { countsOf, countWords, sorts } from "./counts";
import classes from "./Origins.module.css";
import { RunState } from "./RunState";
import { text } from "./text";

/** One run: what it counted, its log, and its question where it asks one. */
export function RunView({ sourceId, runId }: { sourceId: string; runId: string }) {
  const { data: run, error } = useQuery(runQuery(sourceId, runId));
  if (error) return <ErrorNote error={error} />;
  if (run === undefined) return <LoadingLines label={text.loading} />;
  const wouldAsk = run.dry_run && run.counts.would_remove > 0;
  const facts = [
    formatMoment(run.created_at),
    run.scheduled ? text.scheduled : "",
    run.duration_seconds === null ? "" : text.took(formatDuration(run.duration_seconds)),
    run.dry_run ? text.dry : "",
  ].filter((fact) => fact !== "");
  return (
    <>
      <p className={classes["facts"]}>
        {facts.join(" · ")}
        <RunState state={run.state} />
      </p>
      <p>{countWords(countsOf(run))}</p>
      {run.error && <p className={classes["alarm"]}>{run.error.detail}</p>}
      {wouldAsk && <p className={classes["alarm"]}>{text.wouldAsk(run.counts.would_remove)}</p>}
      {run.state === "asking" && <Question run={run} />}
      <Log run={run} />
    </>
  );
}

function Question({ run }: { run: WholeSourceRun }) {
  const queryClient = useQueryClient();
  const onSuccess = () => queryClient.invalidateQueries({ queryKey: sourcesKey });
  const confirming = useMutation({ mutationFn: () => confirmRun(run.source, run.id), onSuccess });
  const refusing = useMutation({ mutationFn: () => refuseRun(run.source, run.id), onSuccess });
  const error = confirming.error ?? refusing.error;
  return (
    <div className={classes["question"]}>
      <p>{text.asking(run.counts.would_remove)}</p>
      <Group gap="xs">
        <Button size="sm" variant="default" loading={refusing.isPending} onClick={() => refusing.mutate()}>
          {text.refuse}
        </Button>
        <Button size="sm" color="red.8" loading={confirming.isPending} onClick={() => confirming.mutate()}>
          {text.confirm(run.counts.would_remove)}
        </Button>
      </Group>
      {error && <ErrorNote error={error} />}
    </div>
  );
}

function Log({ run }: { run: WholeSourceRun }) {
  const [sort, setSort] = useState<Happened | null>(null);
  const [words, setWords] = useState("");
  const wanted = words.toLowerCase();
  const entries = run.log.filter(
    (entry) =>
      (sort === null || entry.happened === sort) &&
      `${entry.title} ${entry.external_id} ${entry.detail}`.toLowerCase().includes(wanted),
  );
  const there = sorts.filter((one) => run.log.some(({ happened }) => happened === one));
  return (
    <>
      <div className={classes["filters"]}>
        <Select
          aria-label={text.log}
          placeholder={text.allSorts}
          clearable
          data={there.map((one) => ({ value: one, label: text.happened[one] }))}
          value={sort}
          onChange={(chosen) => setSort(chosen as Happened | null)}
        />
        <TextInput
          aria-label={text.search}
          placeholder={text.search}
          value={words}
          onChange={(event) => setWords(event.currentTarget.value)}
        />
      </div>
      {entries.length === 0 && <p>{text.nothing}</p>}
      <ul className={classes["log"]}>
        {entries.map((entry) => (
          <li key={`${entry.happened} ${entry.external_id} ${entry.document}`}>
            <span className={classes["sort"]} data-sort={entry.happened}>
              {text.happened[entry.happened]}
            </span>
            {entry.title || entry.external_id || text.nameless}
            {entry.detail !== "" && <p className={classes["alarm"]}>{entry.detail}</p>}
          </li>
        ))}
      </ul>
      {!run.log_is_complete && <p className={classes["facts"]}>{text.incomplete}</p>}
    </>
  );
}
