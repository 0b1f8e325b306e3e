import { Button, Group } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { confirmRun, refuseRun, sourcesKey } from "../api/sources";
import type { Source, WholeSourceRun } from "../api/types";
import { ErrorNote } from "../ui/ErrorNote";
import classes from "./Origins.module.css";
import { text } from "./text";

/** Whether what vanished at once vanishes here too: nothing does until a person says so. */
export function Question({ run, source }: { run: WholeSourceRun; source: Source }) {
  const queryClient = useQueryClient();
  const onSuccess = () => queryClient.invalidateQueries({ queryKey: sourcesKey });
  const confirming = useMutation({ mutationFn: () => confirmRun(run.source, run.id), onSuccess });
  const refusing = useMutation({ mutationFn: () => refuseRun(run.source, run.id), onSuccess });
  const isDecided = confirming.isPending || refusing.isPending;
  const error = confirming.error ?? refusing.error;
  const count = run.counts.would_remove;
  return (
    <div className={classes["question"]}>
      <p>{text.asking(count, source.documents, source.removal_share)}</p>
      <p className={classes["hint"]}>{text.askingHint}</p>
      <Group gap="xs">
        <Button
          size="sm"
          variant="default"
          loading={refusing.isPending}
          disabled={isDecided}
          onClick={() => refusing.mutate()}
        >
          {text.refuse}
        </Button>
        <Button
          size="sm"
          color="red.8"
          loading={confirming.isPending}
          disabled={isDecided}
          onClick={() => confirming.mutate()}
        >
          {text.confirm(count)}
        </Button>
      </Group>
      {error && <ErrorNote error={error} />}
    </div>
  );
}
