import { ActionIcon, Button, Menu } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Ellipsis } from "lucide-react";
import { useState } from "react";
import { Row } from "../admin/Row";
import { cancelJob } from "../api/jobs";
import { isOpen, kindsQuery, sourcesKey, syncSource } from "../api/sources";
import type { Source } from "../api/types";
import { useCollectionName } from "../documents/useNames";
import { Dialog } from "../ui/Dialog";
import { ErrorNote } from "../ui/ErrorNote";
import { formatAgo, formatMoment } from "../ui/time";
import { countWords } from "./counts";
import classes from "./Origins.module.css";
import { RemoveSource } from "./RemoveSource";
import { RunList } from "./RunList";
import { RunState } from "./RunState";
import { RunView } from "./RunView";
import { SourceForm } from "./SourceForm";
import { text } from "./text";

type Shown = "edit" | "runs" | "remove" | { run: string; title: string } | null;

/** One source: how it stands, when it is read, and what can be done with it. */
export function SourceRow({ source }: { source: Source }) {
  const [shown, setShown] = useState<Shown>(null);
  const queryClient = useQueryClient();
  const onSuccess = () => queryClient.invalidateQueries({ queryKey: sourcesKey });
  const syncing = useMutation({ mutationFn: () => syncSource(source.id, false), onSuccess });
  const foreseeing = useMutation({
    mutationFn: () => syncSource(source.id, true),
    onSuccess: async (run) => {
      setShown({ run: run.id, title: text.wouldTitle });
      await onSuccess();
    },
  });
  const stopping = useMutation({ mutationFn: (job: string) => cancelJob(job), onSuccess });
  const { last_run: run, asking_run: asking } = source;
  const job = run !== null && isOpen(run) ? run.job : null;
  const error = syncing.error ?? foreseeing.error ?? stopping.error;
  const close = () => setShown(null);
  return (
    <Row
      name={
        <>
          {source.name} {run && <RunState state={run.state} />}
        </>
      }
      detail={
        <>
          <Facts source={source} />
          {run?.error && <p className={classes["alarm"]}>{run.error.detail}</p>}
          {asking !== null && (
            <div className={classes["question"]}>
              <p>{text.vanished}</p>
              <Button
                size="compact-sm"
                onClick={() => setShown({ run: asking, title: text.runTitle(source.name) })}
              >
                {text.look}
              </Button>
            </div>
          )}
          {error && <ErrorNote error={error} />}
        </>
      }
    >
      {job === null ? (
        <Button size="sm" variant="default" loading={syncing.isPending} onClick={() => syncing.mutate()}>
          {text.syncNow}
        </Button>
      ) : (
        <Button size="sm" variant="default" loading={stopping.isPending} onClick={() => stopping.mutate(job)}>
          {text.stop}
        </Button>
      )}
      <Button size="sm" variant="default" onClick={() => setShown("runs")}>
        {text.log}
      </Button>
      <Menu position="bottom-end" shadow="md">
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" size="lg" aria-label={text.more(source.name)}>
            <Ellipsis size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => foreseeing.mutate()} disabled={job !== null}>
            {text.dryRun}
          </Menu.Item>
          <Menu.Item onClick={() => setShown("edit")}>{text.edit}</Menu.Item>
          <Menu.Item onClick={() => setShown("remove")}>{text.remove}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Dialog isOpen={shown === "edit"} title={source.name} onClose={close}>
        <SourceForm source={source} onClose={close} />
      </Dialog>
      <Dialog isOpen={shown === "runs"} title={text.runsOf(source.name)} size="lg" onClose={close}>
        <RunList sourceId={source.id} />
      </Dialog>
      <Dialog
        isOpen={typeof shown === "object" && shown !== null}
        title={typeof shown === "object" && shown !== null ? shown.title : ""}
        size="lg"
        onClose={close}
      >
        {typeof shown === "object" && shown !== null && <RunView sourceId={source.id} runId={shown.run} />}
      </Dialog>
      <Dialog isOpen={shown === "remove"} title={text.removeTitle(source.name)} onClose={close}>
        <RemoveSource source={source} onClose={close} />
      </Dialog>
    </Row>
  );
}

function Facts({ source }: { source: Source }) {
  const { data: kinds = [] } = useQuery(kindsQuery);
  const collectionName = useCollectionName();
  const { last_run: run, next_run_at: next } = source;
  const facts = [
    kinds.find(({ name }) => name === source.kind)?.title ?? source.kind,
    collectionName(source.collection),
    text.documents(source.documents),
    run ? text.last(formatAgo(run.finished_at ?? run.created_at)) : text.never,
    next === null ? text.byHand : text.next(formatMoment(next)),
    source.acts_as === "" ? "" : text.actsAs(source.acts_as),
  ].filter((fact) => fact !== "");
  return (
    <>
      {facts.join(" · ")}
      {run && !run.error && <p>{countWords(run.counts)}</p>}
    </>
  );
}
