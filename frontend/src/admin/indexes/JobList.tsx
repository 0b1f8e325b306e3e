import { useQuery } from "@tanstack/react-query";
import { jobsQuery } from "../../api/admin";
import { ErrorNote } from "../../ui/ErrorNote";
import { LoadingLines } from "../../ui/LoadingLines";
import { Rows } from "../Rows";
import { Section } from "../Section";
import { JobRow } from "./JobRow";
import { text } from "./text";

/** The jobs behind, the latest first. */
export function JobList() {
  const { data, error, isPending, refetch } = useQuery(jobsQuery);
  return (
    <Section title={text.jobs} lead={text.jobsLead}>
      {isPending && <LoadingLines label={text.loading} />}
      {error && <ErrorNote error={error} onRetry={() => void refetch()} />}
      {data?.length === 0 && <p>{text.noJobs}</p>}
      {data && data.length > 0 && (
        <Rows>
          {data.map((job) => (
            <JobRow key={job.id} job={job} />
          ))}
        </Rows>
      )}
    </Section>
  );
}
