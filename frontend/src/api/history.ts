import { queryOptions } from "@tanstack/react-query";
import { api, deadline, given, unwrap } from "./client";
import { type DocumentState, documentKey } from "./documents";

/** What changed from one version's text to another's. */
export const changesQuery = ({ id, version, status }: DocumentState, from: number, to: number) =>
  queryOptions({
    queryKey: [...documentKey(id), "diff", version, status, from, to],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET("/api/v1/documents/{document_id}/diff", {
          signal,
          params: { path: { document_id: id }, query: given({ from, to }) },
        }),
      ),
  });

export const restoreVersion = (id: string, number: number) =>
  unwrap(
    api.POST("/api/v1/documents/{document_id}/versions/{number}/restore", {
      signal: deadline(),
      params: { path: { document_id: id, number } },
    }),
  );
