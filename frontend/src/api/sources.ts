import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api, cursorOf, deadline, given, idlePollMilliseconds, pollMilliseconds, unwrap } from "./client";
import { everyPage } from "./documents";
import type { NewSource, Source, SourceChanges, SourceRun, SourceTrial } from "./types";

/** What every query of sources begins with. */
export const sourcesKey = ["sources"] as const;

const one = (id: string) => ({ signal: deadline(), params: { path: { source_id: id } } });
const oneRun = (id: string, run: string) => ({
  signal: deadline(),
  params: { path: { source_id: id, run_id: run } },
});

export const isOpen = ({ state }: Pick<SourceRun, "state">): boolean =>
  state === "queued" || state === "running";

export const kindsQuery = queryOptions({
  queryKey: ["source-kinds"],
  queryFn: async ({ signal }) => (await unwrap(api.GET("/api/v1/sources/kinds", { signal }))).results,
  staleTime: Number.POSITIVE_INFINITY,
});

export const sourcesQuery = queryOptions({
  queryKey: sourcesKey,
  queryFn: ({ signal }) =>
    everyPage<Source>((cursor) =>
      unwrap(api.GET("/api/v1/sources", { signal, params: { query: given({ cursor }) } })),
    ),
  refetchInterval: ({ state }) =>
    state.data?.some(({ last_run }) => last_run !== null && isOpen(last_run))
      ? pollMilliseconds
      : idlePollMilliseconds,
});

export const runsQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: [...sourcesKey, id, "runs"],
    queryFn: ({ signal, pageParam }) =>
      unwrap(
        api.GET("/api/v1/sources/{source_id}/runs", {
          signal,
          params: { path: { source_id: id }, query: given({ cursor: pageParam }) },
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => cursorOf(page.next),
  });

export const runQuery = (id: string, run: string) =>
  queryOptions({
    queryKey: [...sourcesKey, id, "runs", run],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET("/api/v1/sources/{source_id}/runs/{run_id}", {
          signal,
          params: { path: { source_id: id, run_id: run } },
        }),
      ),
    refetchInterval: ({ state }) => (state.data && !isOpen(state.data) ? false : pollMilliseconds),
  });

export const createSource = (body: NewSource) =>
  unwrap(api.POST("/api/v1/sources", { signal: deadline(), body }));

export const changeSource = (id: string, body: SourceChanges) =>
  unwrap(api.PATCH("/api/v1/sources/{source_id}", { ...one(id), body }));

export const trySource = (body: SourceTrial) =>
  unwrap(api.POST("/api/v1/sources/test", { signal: deadline(), body }));

export const removeSource = (id: string, documents: "keep" | "erase") =>
  unwrap(
    api.DELETE("/api/v1/sources/{source_id}", {
      signal: deadline(),
      params: { path: { source_id: id }, query: { documents } },
    }),
  );

/** Read a source now, or only say what that would do. */
export const syncSource = (id: string, isDry: boolean) =>
  unwrap(api.POST("/api/v1/sources/{source_id}/sync", { ...one(id), body: { dry_run: isDry } }));

export const confirmRun = (id: string, run: string) =>
  unwrap(api.POST("/api/v1/sources/{source_id}/runs/{run_id}/confirm", oneRun(id, run)));

export const refuseRun = (id: string, run: string) =>
  unwrap(api.POST("/api/v1/sources/{source_id}/runs/{run_id}/refuse", oneRun(id, run)));
