import { useQuery } from "@tanstack/react-query";
import { Rows } from "../admin/Rows";
import { Section } from "../admin/Section";
import { pipelineHistoryQuery } from "../api/pipelines";
import { ErrorNote } from "../ui/ErrorNote";
import { LoadingLines } from "../ui/LoadingLines";
import { FileRow } from "./FileRow";
import { text } from "./text";

/** The files that were applied, by whom and when. */
export function FileHistory({ slug, mayApply }: { slug: string; mayApply: boolean }) {
  const { data, error, isPending, refetch } = useQuery(pipelineHistoryQuery(slug));
  return (
    <Section title={text.history} lead={text.historyLead}>
      {isPending && <LoadingLines label={text.loading} count={3} />}
      {error && <ErrorNote error={error} onRetry={() => void refetch()} />}
      {data?.length === 0 && <p>{text.none}</p>}
      {data !== undefined && data.length > 0 && (
        <Rows>
          {data.map((file) => (
            <FileRow key={file.number} slug={slug} file={file} mayApply={mayApply} />
          ))}
        </Rows>
      )}
    </Section>
  );
}
