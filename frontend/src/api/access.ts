import { queryOptions } from "@tanstack/react-query";
import { api, given, unwrap } from "./client";
import { documentKey } from "./documents";
import type { components } from "./schema";

type Schemas = components["schemas"];

export type Access = Schemas["AccessShape"];
export type Reader = Access["readers"][number];
export type Reason = Access["because"][number];
export type AskedPerson = NonNullable<Access["person"]>;

/** Who may see a document and why; of one person, where an administrator asks about one. */
export const accessQuery = (documentId: string, person?: string) =>
  queryOptions({
    queryKey: [...documentKey(documentId), "access", person ?? ""],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET("/api/v1/documents/{document_id}/access", {
          signal,
          params: { path: { document_id: documentId }, query: given({ person }) },
        }),
      ),
  });

/** Who among the administrators searched with one's own eyes. */
export const searchedAsQuery = queryOptions({
  queryKey: ["searched-as"],
  queryFn: async ({ signal }) => (await unwrap(api.GET("/api/v1/searched-as", { signal }))).results,
});
