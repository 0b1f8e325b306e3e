import { Button } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { ArrowLeft } from "lucide-react";
import { useState } from "react";
import { Row } from "../admin/Row";
import { Rows } from "../admin/Rows";
import { runsQuery } from "../api/sources";
import type { Source, SourceRun } from "../api/types";
import { ErrorNote } from "../ui/ErrorNote";
import { LoadingLines } from "../ui/LoadingLines";
import { MoreButton } from "../ui/MoreButton";
import { formatDuration, formatMoment } from "../ui/time";
import { countWords } from "./counts";
import classes from "./Origins.module.css";
import { RunState } from "./RunState";
import { RunView } from "./RunView";
import { text } from "./text";

/** The runs of a source, the latest first; each opens in its place. */
export function RunList({ source, onBegun }: { source: Source; onBegun: (run: string) => void }) {
  const list = useInfiniteQuery(runsQuery(source.id));
  const [opened, setOpened] = useState<string | null>(null);
  const { data, error, isPending } = list;
  if (isPending) return <LoadingLines label={text.loadingRuns} />;
  if (data === undefined) return <ErrorNote error={error} onRetry={() => void list.refetch()} />;
  const runs = data.pages.flatMap((page) => page.results);
  if (opened !== null) {
    return (
      <>
        <Button
          size="compact-sm"
          variant="subtle"
          mb="sm"
          leftSection={<ArrowLeft size={15} aria-hidden="true" />}
          onClick={() => setOpened(null)}
        >
          {text.allRuns}
        </Button>
        <RunView source={source} runId={opened} onBegun={onBegun} />
      </>
    );
  }
  if (runs.length === 0) return <p>{text.noRuns}</p>;
  return (
    <>
      <Rows>
        {runs.map((run) => (
          <Row
            key={run.id}
            name={
              <>
                {formatMoment(run.created_at)} <RunState run={run} />
              </>
            }
            detail={<Detail run={run} />}
          >
            <Button
              size="sm"
              variant="default"
              aria-label={text.openRun(formatMoment(run.created_at))}
              onClick={() => setOpened(run.id)}
            >
              {text.open}
            </Button>
          </Row>
        ))}
      </Rows>
      <MoreButton list={list} />
    </>
  );
}

function Detail({ run }: { run: SourceRun }) {
  const facts = [
    countWords(run),
    run.scheduled ? text.scheduled : "",
    run.duration_seconds === null ? "" : text.took(formatDuration(run.duration_seconds)),
  ].filter((fact) => fact !== "");
  return (
    <>
      {facts.join(" · ")}
      {run.error && <p className={classes["alarm"]}>{run.error.detail}</p>}
    </>
  );
}
