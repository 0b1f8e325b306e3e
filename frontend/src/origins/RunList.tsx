import { Button } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { ArrowLeft } from "lucide-react";
import { useState } from "react";
import { Row } from "../admin/Row";
import { Rows } from "../admin/Rows";
import { runsQuery } from "../api/sources";
import { ErrorNote } from "../ui/ErrorNote";
import { LoadingLines } from "../ui/LoadingLines";
import { MoreButton } from "../ui/MoreButton";
import { formatMoment } from "../ui/time";
import { countsOf, countWords } from "./counts";
import { RunState } from "./RunState";
import { RunView } from "./RunView";
import { text } from "./text";

/** The runs of a source, the latest first; each opens in its place. */
export function RunList({ sourceId }: { sourceId: string }) {
  const list = useInfiniteQuery(runsQuery(sourceId));
  const [opened, setOpened] = useState<string | null>(null);
  const { data, error, isPending } = list;
  if (isPending) return <LoadingLines label={text.loading} />;
  if (data === undefined) return <ErrorNote error={error} />;
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
        <RunView sourceId={sourceId} runId={opened} />
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
                {formatMoment(run.created_at)} <RunState state={run.state} />
              </>
            }
            detail={
              run.error
                ? run.error.detail
                : `${countWords(countsOf(run))}${run.dry_run ? ` · ${text.dry}` : ""}`
            }
          >
            <Button size="sm" variant="default" onClick={() => setOpened(run.id)}>
              {text.log}
            </Button>
          </Row>
        ))}
      </Rows>
      <MoreButton list={list} />
    </>
  );
}
