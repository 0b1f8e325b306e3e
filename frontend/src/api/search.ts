import { queryOptions } from "@tanstack/react-query";
import { api, deadline, unwrap } from "./client";
import type { SearchSettingsChanges, SynonymGroup } from "./types";

export const searchSettingsQuery = queryOptions({
  queryKey: ["search-settings"],
  queryFn: ({ signal }) => unwrap(api.GET("/api/v1/search-settings", { signal })),
});

export const changeSearchSettings = (body: SearchSettingsChanges) =>
  unwrap(api.PATCH("/api/v1/search-settings", { signal: deadline(), body }));

/** The lists, and the name of how they stand: whoever changes them says from what. */
export const synonymsQuery = queryOptions({
  queryKey: ["synonyms"],
  queryFn: async ({ signal }) => {
    const answer = await api.GET("/api/v1/synonyms", { signal });
    const { groups } = await unwrap(Promise.resolve(answer));
    return { groups, tag: answer.response.headers.get("ETag") ?? "*" };
  },
});

export const replaceSynonyms = (groups: SynonymGroup[], tag: string) =>
  unwrap(
    api.PUT("/api/v1/synonyms", {
      signal: deadline(),
      params: { header: { "If-Match": tag } },
      body: { groups },
    }),
  );

export const suggestedTermsQuery = queryOptions({
  queryKey: ["synonyms", "suggested"],
  queryFn: async ({ signal }) => (await unwrap(api.GET("/api/v1/synonyms/suggested", { signal }))).results,
});

export const decideTerm = (short: string, long: string, decision: "accept" | "reject" | "undo") =>
  unwrap(api.POST("/api/v1/synonyms/suggested", { signal: deadline(), body: { short, long, decision } }));

export const lookForTerms = () =>
  unwrap(api.POST("/api/v1/synonyms/suggested/look-again", { signal: deadline() }));

export const searchWeightsQuery = queryOptions({
  queryKey: ["search-weights"],
  queryFn: async ({ signal }) => (await unwrap(api.GET("/api/v1/search-weights", { signal }))).results,
});

export const learnWeights = () => unwrap(api.POST("/api/v1/search-weights/learning", { signal: deadline() }));

/** Of one collection, or of all that learned nothing on their own. */
export const forgetWeights = (collection: string | null) =>
  unwrap(
    api.DELETE("/api/v1/search-weights", {
      signal: deadline(),
      params: { query: collection === null ? {} : { collection } },
    }),
  );

/** Who puts results in order, and what training came to the last time. */
export const rankerQuery = queryOptions({
  queryKey: ["ranker"],
  queryFn: ({ signal }) => unwrap(api.GET("/api/v1/ranker", { signal })),
});

export const trainRanker = () => unwrap(api.POST("/api/v1/ranker/training", { signal: deadline() }));

export const forgetRanker = () => unwrap(api.DELETE("/api/v1/ranker", { signal: deadline() }));
