import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api, cursorOf, given, pollMilliseconds, unwrap } from "./client";

export const auditQuery = infiniteQueryOptions({
  queryKey: ["audit-events"],
  queryFn: ({ signal, pageParam }) =>
    unwrap(api.GET("/api/v1/audit-events", { signal, params: { query: given({ cursor: pageParam }) } })),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page) => cursorOf(page.next),
});

/** The proof that a document is erased; asked again until a worker has looked for what is left. */
export const deletionQuery = (id: string) =>
  queryOptions({
    queryKey: ["deletion", id],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET("/api/v1/documents/{erased_id}/deletion", { signal, params: { path: { erased_id: id } } }),
      ),
    refetchInterval: ({ state }) => (state.data?.checked_at === null ? pollMilliseconds : false),
  });
