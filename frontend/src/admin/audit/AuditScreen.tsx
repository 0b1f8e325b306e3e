import { useInfiniteQuery } from "@tanstack/react-query";
import { auditQuery } from "../../api/audit";
import { ErrorNote } from "../../ui/ErrorNote";
import { LoadingLines } from "../../ui/LoadingLines";
import { MoreButton } from "../../ui/MoreButton";
import { PageHead } from "../../ui/PageHead";
import { Rows } from "../Rows";
import { AuditRow } from "./AuditRow";
import { text } from "./text";

/** Who changed what in the administration, the latest first. */
export function AuditScreen() {
  const list = useInfiniteQuery(auditQuery);
  const { data, error, isPending, refetch } = list;
  const events = data?.pages.flatMap((page) => page.results) ?? [];
  return (
    <>
      <PageHead title={text.title} lead={text.lead} />
      {isPending && <LoadingLines label={text.loading} />}
      {error && <ErrorNote error={error} onRetry={() => void refetch()} />}
      {data && events.length === 0 && <p>{text.empty}</p>}
      {events.length > 0 && (
        <Rows>
          {events.map((event) => (
            <AuditRow key={event.id} event={event} />
          ))}
        </Rows>
      )}
      <MoreButton list={list} />
    </>
  );
}
