import { infiniteQueryOptions } from "@tanstack/react-query";
import { api, cursorOf, given, unwrap } from "./client";

export const auditQuery = infiniteQueryOptions({
  queryKey: ["audit-events"],
  queryFn: ({ signal, pageParam }) =>
    unwrap(api.GET("/api/v1/audit-events", { signal, params: { query: given({ cursor: pageParam }) } })),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page) => cursorOf(page.next),
});
