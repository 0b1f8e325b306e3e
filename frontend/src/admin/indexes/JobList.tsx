import { Switch } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { jobsQuery } from "../../api/jobs";
import { ErrorNote } from "../../ui/ErrorNote";
import { LoadingLines } from "../../ui/LoadingLines";
import { MoreButton } from "../../ui/MoreButton";
import { Rows } from "../Rows";
import { Section } from "../Section";
import { JobRow } from "./JobRow";
import { text } from "./text";

/** What people asked for that takes a while, the latest first; its steps where they are wanted. */
export function JobList() {
  const [hasSteps, setHasSteps] = useState(false);
  const list = useInfiniteQuery(jobsQuery(hasSteps));
  const jobs = list.data?.pages.flatMap((page) => page.results) ?? [];
  return (
    <Section
      title={text.jobs}
      lead={text.jobsLead}
      action={
        <Switch
          label={text.allSteps}
          checked={hasSteps}
          onChange={(event) => setHasSteps(event.currentTarget.checked)}
        />
      }
    >
      {list.isPending && <LoadingLines label={text.loading} />}
      {list.error && <ErrorNote error={list.error} onRetry={() => void list.refetch()} />}
      {list.data && jobs.length === 0 && <p>{text.noJobs}</p>}
      {jobs.length > 0 && (
        <Rows>
          {jobs.map((job) => (
            <JobRow key={job.id} job={job} />
          ))}
        </Rows>
      )}
      <MoreButton list={list} />
    </Section>
  );
}
