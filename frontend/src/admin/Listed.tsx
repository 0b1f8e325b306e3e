import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { EmptyState } from "../ui/EmptyState";
import { ErrorNote } from "../ui/ErrorNote";
import { LoadingLines } from "../ui/LoadingLines";
import { Rows } from "./Rows";

interface Props<Item> {
  query: UseQueryResult<readonly Item[]>;
  text: { loading: string; emptyTitle: string; empty: string };
  children: (item: Item) => ReactNode;
}

/** The rows of a list that is asked for: on its way, failed, empty, or there. */
export function Listed<Item>({ query, text, children }: Props<Item>) {
  const { data, error, isPending, refetch } = query;
  return (
    <>
      {isPending && <LoadingLines label={text.loading} />}
      {error && <ErrorNote error={error} onRetry={() => void refetch()} />}
      {data?.length === 0 && <EmptyState title={text.emptyTitle} body={text.empty} />}
      {data && data.length > 0 && <Rows>{data.map(children)}</Rows>}
    </>
  );
}
