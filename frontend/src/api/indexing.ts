/** What is asked before an index version is built: the models there are, and what a build would need. */
import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "./client";
import type { components } from "./schema";

export type Embedder = components["schemas"]["EmbedderShape"];
export type Estimate = components["schemas"]["EstimateShape"];
export type IndexSettings = Estimate["settings"];
export type Sized = components["schemas"]["SizedShape"];
export type SizingWanted = components["schemas"]["SizingRequestShapeRequest"];
export type WantedIndex = components["schemas"]["IndexRequestShapeRequest"];

export const embeddersQuery = queryOptions({
  queryKey: ["embedders"],
  queryFn: async ({ signal }) => (await unwrap(api.GET("/api/v1/embedders", { signal }))).results,
  staleTime: Number.POSITIVE_INFINITY,
});

/** What a build would need; nothing is built. */
export const estimateQuery = (wanted: WantedIndex) =>
  queryOptions({
    queryKey: ["estimate", wanted],
    queryFn: ({ signal }) => unwrap(api.POST("/api/v1/indexes/estimate", { signal, body: wanted })),
    placeholderData: keepPreviousData,
    retry: false,
  });

/** What so many vectors would take; what is left out is as it is in this company. */
export const sizingQuery = (wanted: SizingWanted) =>
  queryOptions({
    queryKey: ["sizing", wanted],
    queryFn: ({ signal }) => unwrap(api.POST("/api/v1/indexes/sizing", { signal, body: wanted })),
    placeholderData: keepPreviousData,
    retry: false,
  });
