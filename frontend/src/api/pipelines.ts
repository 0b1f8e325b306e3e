/** A collection's pipeline as a file: what is, what another one would change, and what was applied. */
import { queryOptions } from "@tanstack/react-query";
import { api, deadline, unwrap } from "./client";
import type { components } from "./schema";

export type Fault = components["schemas"]["FaultShape"];
export type Difference = components["schemas"]["DifferenceShape"];
export type Line = Difference["lines"][number];
export type AppliedFile = components["schemas"]["PipelineFileShape"];
export type Applied = components["schemas"]["AppliedShape"];

const pollMilliseconds = 5_000;
const at = (slug: string) => ({ params: { path: { slug } } });

export const pipelineKey = (slug: string) => ["pipeline", slug] as const;

export const pipelineQuery = (slug: string) =>
  queryOptions({
    queryKey: [...pipelineKey(slug), "present"],
    queryFn: ({ signal }) =>
      // The document describes YAML as an object; what comes is the file's text.
      unwrap<unknown>(
        api.GET("/api/v1/collections/{slug}/pipeline", { signal, ...at(slug), parseAs: "text" }),
      ).then(String),
  });

export const pipelineHistoryQuery = (slug: string) =>
  queryOptions({
    queryKey: [...pipelineKey(slug), "history"],
    queryFn: ({ signal }) =>
      unwrap(api.GET("/api/v1/collections/{slug}/pipeline/history", { signal, ...at(slug) })).then(
        ({ results }) => results,
      ),
    refetchInterval: ({ state }) =>
      state.data?.some((file) => file.state === "building") ? pollMilliseconds : false,
  });

export const checkPipeline = (slug: string, content: string) =>
  unwrap(
    api.POST("/api/v1/collections/{slug}/pipeline/check", {
      signal: deadline(),
      ...at(slug),
      body: { content },
    }),
  );

export const comparePipeline = (slug: string, content: string, signal = deadline()) =>
  unwrap(
    api.POST("/api/v1/collections/{slug}/pipeline/diff", {
      signal,
      ...at(slug),
      body: { content },
    }),
  );

export const differenceQuery = (slug: string, content: string) =>
  queryOptions({
    queryKey: [...pipelineKey(slug), "difference", content],
    queryFn: ({ signal }) => comparePipeline(slug, content, signal),
    retry: false,
  });

export const applyPipeline = (slug: string, content: string) =>
  unwrap(
    api.PUT("/api/v1/collections/{slug}/pipeline", { signal: deadline(), ...at(slug), body: { content } }),
  );

export const revertPipeline = (slug: string, number: number) =>
  unwrap(
    api.POST("/api/v1/collections/{slug}/pipeline/history/{number}/revert", {
      signal: deadline(),
      params: { path: { slug, number } },
    }),
  );
