import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useSearch } from "@tanstack/react-router";
import { ArrowLeft } from "lucide-react";
import { testSetsQuery } from "../../api/bench";
import back from "../../documents/BackLink.module.css";
import { EmptyState } from "../../ui/EmptyState";
import { ErrorNote } from "../../ui/ErrorNote";
import { LoadingLines } from "../../ui/LoadingLines";
import { PageHead } from "../../ui/PageHead";
import { Teaching } from "./Teaching";
import { TestSetSection } from "./TestSetSection";
import { text } from "./text";

/** The test sets with their cases, and what they taught the search. */
export function TestSetsScreen() {
  const { set: wanted } = useSearch({ from: "/house/admin/bench/sets" });
  const { data: sets, error, isPending, refetch } = useQuery(testSetsQuery);
  return (
    <>
      <Link to="/admin/bench" className={back["root"] ?? ""}>
        <ArrowLeft size={15} aria-hidden="true" /> {text.back}
      </Link>
      <PageHead title={text.title} lead={text.lead} />
      {isPending && <LoadingLines label={text.loading} />}
      {error && <ErrorNote error={error} onRetry={() => void refetch()} />}
      {sets?.length === 0 && (
        <EmptyState title={text.emptyTitle} body={text.empty}>
          <Button renderRoot={(props) => <Link to="/admin/bench" {...props} />}>{text.toBench}</Button>
        </EmptyState>
      )}
      {sets && sets.length > 0 && <Teaching sets={sets} />}
      {sets?.map((set) => (
        <TestSetSection key={set.id} set={set} isShown={sets.length === 1 || set.id === wanted} />
      ))}
    </>
  );
}
