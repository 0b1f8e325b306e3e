import { infiniteQueryOptions } from "@tanstack/react-query";
import { api, cursorOf, deadline, given, unwrap } from "./client";
import type { CuratedChanges, CuratedFilter, NewCurated } from "./types";

const one = (id: string) => ({ signal: deadline(), params: { path: { curated_id: id } } });

export const curatedKey = ["curated"] as const;

export const curatedQuery = (filter: { state?: CuratedFilter; q?: string }) =>
  infiniteQueryOptions({
    queryKey: [...curatedKey, filter],
    queryFn: ({ signal, pageParam }) =>
      unwrap(
        api.GET("/api/v1/curated-answers", {
          signal,
          params: { query: given({ ...filter, cursor: pageParam }) },
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => cursorOf(page.next),
  });

export const createCurated = (body: NewCurated) =>
  unwrap(api.POST("/api/v1/curated-answers", { signal: deadline(), body }));

/** Change an answer; any change, an empty one too, is a review of it. */
export const changeCurated = (id: string, body: CuratedChanges) =>
  unwrap(api.PATCH("/api/v1/curated-answers/{curated_id}", { ...one(id), body }));

export const deleteCurated = (id: string) =>
  unwrap(api.DELETE("/api/v1/curated-answers/{curated_id}", one(id)));

export const matchCurated = (question: string) =>
  unwrap(api.POST("/api/v1/curated-answers/match", { signal: deadline(), body: { question } }));
