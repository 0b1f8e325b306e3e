/** A collection's pipeline as a file: what is, what another one would change, and what was applied. */
import { queryOptions } from "@tanstack/react-query";
import { api, deadline, given, unwrap } from "./client";
import { everyPage } from "./documents";
import type { components } from "./schema";

export type Fault = components["schemas"]["FaultShape"];
export type Difference = components["schemas"]["DifferenceShape"];
export type Line = Difference["lines"][number];
export type AppliedFile = components["schemas"]["PipelineFileShape"];
export type Applied = components["schemas"]["AppliedShape"];

const pollMilliseconds = 5_000;
const at = (slug: string) => ({ params: { path: { slug } } });

export const pipelineKey = (slug: string) => ["pipeline", slug] as const;

/** The file as it is, and the name of how it stands: who applies another gives that back. */
export interface Present {
  readonly content: string;
  readonly base: string;
}

async function readPipeline(slug: string, signal: AbortSignal): Promise<Present> {
  const path = "/api/v1/collections/{slug}/pipeline";
  const answer = await api.GET(path, { signal, ...at(slug), parseAs: "text" });
  // The document describes YAML as an object; what comes is the file's text.
  const content = await unwrap<unknown>(Promise.resolve(answer));
  return { content: String(content), base: answer.response.headers.get("ETag") ?? "*" };
}

export const pipelineQuery = (slug: string) =>
  queryOptions({
    queryKey: [...pipelineKey(slug), "present"],
    queryFn: ({ signal }) => readPipeline(slug, signal),
  });

export const pipelineHistoryQuery = (slug: string) =>
  queryOptions({
    queryKey: [...pipelineKey(slug), "history"],
    queryFn: ({ signal }) =>
      everyPage<AppliedFile>((cursor) =>
        unwrap(
          api.GET("/api/v1/collections/{slug}/pipeline/history", {
            signal,
            params: { path: { slug }, query: given({ cursor }) },
          }),
        ),
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
    // Each look compares with what is by then.
    staleTime: 0,
    retry: false,
  });

/** Apply a file that was made of how the pipeline stood at `base`; 412 where somebody changed it since. */
export const applyPipeline = (slug: string, content: string, base: string) =>
  unwrap(
    api.PUT("/api/v1/collections/{slug}/pipeline", {
      signal: deadline(),
      params: { path: { slug }, header: { "If-Match": base } },
      body: { content },
    }),
  );

export const revertPipeline = (slug: string, number: number, base: string) =>
  unwrap(
    api.POST("/api/v1/collections/{slug}/pipeline/history/{number}/revert", {
      signal: deadline(),
      params: { path: { slug, number }, header: { "If-Match": base } },
    }),
  );
