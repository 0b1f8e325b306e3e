import { queryOptions } from "@tanstack/react-query";
import { api, deadline, given, idlePollMilliseconds, pollMilliseconds, unwrap } from "./client";
import { documentKey, isSettled } from "./documents";
import type { RaglanDocument } from "./types";

/** Where a document stands; asked again while it is on its way. */
export const progressQuery = (document: RaglanDocument) =>
  queryOptions({
    queryKey: [...documentKey(document.id), "progress", document.version, document.status],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET("/api/v1/documents/{document_id}/progress", {
          signal,
          params: { path: { document_id: document.id } },
        }),
      ),
    refetchInterval: isSettled(document) ? false : pollMilliseconds,
  });

/** What of the company's waits and runs in each queue. */
export const queuesQuery = queryOptions({
  queryKey: ["queues"],
  queryFn: async ({ signal }) => (await unwrap(api.GET("/api/v1/queues", { signal }))).results,
  refetchInterval: pollMilliseconds,
});

export const failuresKey = ["failures"] as const;

/** The documents that failed, counted by reason. */
export const failuresQuery = (collection: string | undefined) =>
  queryOptions({
    queryKey: [...failuresKey, collection],
    queryFn: async ({ signal }) =>
      (
        await unwrap(
          api.GET("/api/v1/documents/failures", { signal, params: { query: given({ collection }) } }),
        )
      ).results,
    refetchInterval: idlePollMilliseconds,
  });

export const retryAll = (reason: string, collection: string | undefined) =>
  unwrap(
    api.POST("/api/v1/documents/retry", {
      signal: deadline(),
      body: { reason, ...(collection === undefined ? {} : { collection }) },
    }),
  );
