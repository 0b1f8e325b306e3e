import { Button } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Row } from "../admin/Row";
import { cancelJob } from "../api/jobs";
import { isOpen, sourcesKey, syncSource } from "../api/sources";
import type { Source } from "../api/types";
import { ErrorNote } from "../ui/ErrorNote";
import classes from "./Origins.module.css";
import { RunState } from "./RunState";
import { type Shown, SourceDialogs } from "./SourceDialogs";
import { SourceFacts } from "./SourceFacts";
import { SourceMenu } from "./SourceMenu";
import { text } from "./text";

/** One source: how it stands, when it is read, and what can be done with it. */
export function SourceRow({ source }: { source: Source }) {
  const [shown, setShown] = useState<Shown>(null);
  const queryClient = useQueryClient();
  const onSuccess = () => queryClient.invalidateQueries({ queryKey: sourcesKey });
  const starting = useMutation({ mutationFn: (isDry: boolean) => syncSource(source.id, isDry), onSuccess });
  const foresee = () => starting.mutate(true, { onSuccess: ({ id }) => setShown({ run: id, isDry: true }) });
  const stopping = useMutation({ mutationFn: (job: string) => cancelJob(job), onSuccess });
  const { last_run: run, asking_run: asking } = source;
  const job = run !== null && isOpen(run) ? run.job : null;
  const error = starting.error ?? stopping.error;
  return (
    <Row
      name={
        <>
          {source.name} {run && <RunState run={run} />}
        </>
      }
      detail={
        <>
          <SourceFacts source={source} />
          {run?.error && (
            <p className={classes["alarm"]}>
              {run.error.detail}{" "}
              <button type="button" className={classes["mend"]} onClick={() => setShown("edit")}>
                {text.mend}
              </button>
            </p>
          )}
          {asking !== null && (
            <div className={classes["question"]}>
              <p>{text.vanished}</p>
              <Button size="compact-sm" onClick={() => setShown({ run: asking, isDry: false })}>
                {text.look}
              </Button>
            </div>
          )}
          {error && <ErrorNote error={error} />}
        </>
      }
    >
      {job === null ? (
        <Button
          size="sm"
          variant="default"
          aria-label={text.syncOf(source.name)}
          loading={starting.isPending}
          onClick={() => starting.mutate(false)}
        >
          {text.syncNow}
        </Button>
      ) : (
        <Button
          size="sm"
          variant="default"
          aria-label={text.stopOf(source.name)}
          loading={stopping.isPending}
          onClick={() => stopping.mutate(job)}
        >
          {text.stop}
        </Button>
      )}
      <Button
        size="sm"
        variant="default"
        aria-label={text.logOf(source.name)}
        onClick={() => setShown("runs")}
      >
        {text.log}
      </Button>
      <SourceMenu
        source={source}
        isBusy={job !== null || starting.isPending}
        onForesee={foresee}
        onEdit={() => setShown("edit")}
        onRemove={() => setShown("remove")}
      />
      <SourceDialogs
        source={source}
        shown={shown}
        onBegun={(begun) => setShown({ run: begun, isDry: false })}
        onClose={() => setShown(null)}
      />
    </Row>
  );
}
