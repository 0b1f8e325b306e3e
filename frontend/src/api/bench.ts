import { queryOptions } from "@tanstack/react-query";
import { api, deadline, given, unwrap } from "./client";
import { everyPage } from "./documents";
import type { components } from "./schema";

type Schemas = components["schemas"];

export type Found = Schemas["WholeFoundShape"];
export type Result = Found["results"][number];
export type SearchMode = Schemas["SearchMode"];
export type SettingValue = boolean | number | string;
export type Settings = Record<string, SettingValue>;
export type TestSet = Schemas["TestSetShape"];
export type TestCase = Schemas["CaseShape"];
export type NewCase = Schemas["NewCaseShapeRequest"];

export interface Tried {
  mode: SearchMode;
  k: number;
  collections: string[];
  settings: Settings;
  /** As it is written: JSON, or empty. */
  filter: string;
  /** A day such as 2025-12-31; empty for today. */
  asOf: string;
}

/** The company's settings of its search, with what each does. */
export const settingsQuery = queryOptions({
  queryKey: ["search-settings", "bench"],
  queryFn: ({ signal }) => unwrap(api.GET("/api/v1/search-settings", { signal })),
});

/** Search as somebody, with some settings in place of the company's. */
export function benchSearch(query: string, person: string | undefined, tried: Tried, signal: AbortSignal) {
  const { filter, asOf, ...how } = tried;
  const about = given({ as_person: person, as_of: asOf || undefined, filter: readFilter(filter) });
  return unwrap(api.POST("/api/v1/search", { signal, body: { query, explain: true, ...how, ...about } }));
}

/** A filter's text as the API takes it; undefined where there is none. */
export const readFilter = (written: string): Record<string, unknown> | undefined =>
  written.trim() === "" ? undefined : JSON.parse(written);

export const testSetsKey = ["test-sets"] as const;

export const testSetsQuery = queryOptions({
  queryKey: testSetsKey,
  queryFn: ({ signal }) =>
    everyPage<TestSet>((cursor) =>
      unwrap(api.GET("/api/v1/test-sets", { signal, params: { query: given({ cursor }) } })),
    ),
});

export const createTestSet = (name: string) =>
  unwrap(api.POST("/api/v1/test-sets", { signal: deadline(), body: { name } }));

export const addCase = (setId: string, body: NewCase) =>
  unwrap(
    api.POST("/api/v1/test-sets/{set_id}/cases", {
      signal: deadline(),
      params: { path: { set_id: setId } },
      body,
    }),
  );

/** All cases of a set: they come in one page. */
export const casesQuery = (setId: string) =>
  queryOptions({
    queryKey: [...testSetsKey, setId, "cases"],
    queryFn: async ({ signal }) => {
      const path = { set_id: setId };
      const page = await unwrap(api.GET("/api/v1/test-sets/{set_id}/cases", { signal, params: { path } }));
      return page.results;
    },
  });

export const deleteTestSet = (setId: string) =>
  unwrap(
    api.DELETE("/api/v1/test-sets/{set_id}", { signal: deadline(), params: { path: { set_id: setId } } }),
  );

export const deleteCase = (setId: string, caseId: string) =>
  unwrap(
    api.DELETE("/api/v1/test-sets/{set_id}/cases/{case_id}", {
      signal: deadline(),
      params: { path: { set_id: setId, case_id: caseId } },
    }),
  );
