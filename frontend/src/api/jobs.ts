import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api, cursorOf, deadline, given, idlePollMilliseconds, pollMilliseconds, unwrap } from "./client";
import type { Job, JobState } from "./types";

/** What every query of jobs begins with. */
export const jobsKey = ["jobs"] as const;

const endStates: ReadonlySet<JobState> = new Set(["done", "failed", "cancelled"]);

export const hasEnded = ({ state }: Pick<Job, "state">): boolean => endStates.has(state);

/** Jobs page by page; the steps of what people asked for are left out unless wanted. */
export const jobsQuery = (hasSteps: boolean) =>
  infiniteQueryOptions({
    queryKey: [...jobsKey, hasSteps],
    queryFn: ({ signal, pageParam }) =>
      unwrap(
        api.GET("/api/v1/jobs", { signal, params: { query: given({ steps: hasSteps, cursor: pageParam }) } }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => cursorOf(page.next),
    refetchInterval: ({ state }) =>
      state.data?.pages.some(({ results }) => results.some((job) => !hasEnded(job)))
        ? pollMilliseconds
        : idlePollMilliseconds,
  });

export const jobQuery = (id: string) =>
  queryOptions({
    queryKey: [...jobsKey, id],
    queryFn: ({ signal }) =>
      unwrap(api.GET("/api/v1/jobs/{job_id}", { signal, params: { path: { job_id: id } } })),
    refetchInterval: ({ state }) => (state.data && hasEnded(state.data) ? false : pollMilliseconds),
  });

export const cancelJob = (id: string) =>
  unwrap(api.POST("/api/v1/jobs/{job_id}/cancel", { signal: deadline(), params: { path: { job_id: id } } }));
