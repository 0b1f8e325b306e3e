import { Button } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { cancelJob, hasEnded, jobsKey } from "../../api/jobs";
import type { Job } from "../../api/types";
import { ErrorNote } from "../../ui/ErrorNote";
import { formatAgo } from "../../ui/time";
import { Row } from "../Row";
import classes from "../Rows.module.css";
import { jobWords } from "../text";
import { JobStages } from "./JobStages";
import { JobWaiting } from "./JobWaiting";
import { ProgressLine } from "./ProgressLine";
import { StateTag } from "./StateTag";
import { text } from "./text";

const spaced = (kind: string): string => kind.replace(/(?<=[a-z])(?=[A-Z])/g, " ").replaceAll("_", " ");

/** One job with its progress or its reason. */
export function JobRow({ job }: { job: Job }) {
  const queryClient = useQueryClient();
  const cancelling = useMutation({
    mutationFn: () => cancelJob(job.id),
    onSettled: () => queryClient.invalidateQueries({ queryKey: jobsKey }),
  });
  const kind = text.kinds[job.kind] ?? spaced(job.kind);
  return (
    <Row
      name={
        <>
          {job.subject === "" ? kind : `${kind}: ${job.subject}`}{" "}
          <StateTag state={job.state} words={jobWords[job.state]} />
        </>
      }
      detail={
        <>
          {formatAgo(job.created_at)}
          {job.attempts > 1 && ` · ${text.attempts(job.attempts)}`}
          {job.error && (
            <p className={job.state === "failed" ? classes["alarm"] : undefined}>{job.error.detail}</p>
          )}
          {job.state === "running" && job.progress.total > 0 && (
            <ProgressLine progress={job.progress} unit={text.steps} />
          )}
          <JobStages job={job} />
          {!hasEnded(job) && <JobWaiting job={job} />}
          {cancelling.error && <ErrorNote error={cancelling.error} />}
        </>
      }
    >
      {job.cancellable && (
        <Button
          size="sm"
          variant="default"
          loading={cancelling.isPending}
          onClick={() => cancelling.mutate()}
        >
          {text.stopJob}
        </Button>
      )}
    </Row>
  );
}
