import { queryOptions } from "@tanstack/react-query";
import { api, deadline, idlePollMilliseconds, unwrap } from "./client";
import type { components } from "./schema";

export type Health = components["schemas"]["HealthShape"];
export type Canary = Health["canaries"]["groups"][number];
export type CanaryState = Canary["state"];
export type CheckedIndex = Health["recall"]["indexes"][number];

export const healthKey = ["health"] as const;

/** How walls, indexes, queues and models stand. */
export const healthQuery = queryOptions({
  queryKey: healthKey,
  queryFn: ({ signal }) => unwrap(api.GET("/api/v1/health-report", { signal })),
  refetchInterval: idlePollMilliseconds,
});

export const checkNow = () => unwrap(api.POST("/api/v1/health-report/check", { signal: deadline() }));

export const switchCanaries = (enabled: boolean) =>
  unwrap(api.PUT("/api/v1/canaries", { signal: deadline(), body: { enabled } }));
