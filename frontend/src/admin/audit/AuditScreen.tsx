import { Button } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { auditQuery } from "../../api/audit";
import { ErrorNote } from "../../ui/ErrorNote";
import { LoadingLines } from "../../ui/LoadingLines";
import { Rows } from "../Rows";
import { Section } from "../Section";
import { AuditRow } from "./AuditRow";
import { text } from "./text";

/** Who changed what in the administration, the latest first. */
export function AuditScreen() {
  const { data, error, isPending, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } =
    useInfiniteQuery(auditQuery);
  const events = data?.pages.flatMap((page) => page.results) ?? [];
  return (
    <Section title={text.title} lead={text.lead}>
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
      {hasNextPage && (
        <Button
          size="compact-sm"
          variant="subtle"
          mt="sm"
          loading={isFetchingNextPage}
          onClick={() => void fetchNextPage()}
        >
          {text.more}
        </Button>
      )}
    </Section>
  );
}
