import { queryOptions } from "@tanstack/react-query";
import { api, given, unwrap } from "./client";
import { documentKey } from "./documents";
import type { components } from "./schema";

type Schemas = components["schemas"];

export type Access = Schemas["AccessShape"];
export type Reader = Access["readers"][number];
export type Reason = Access["because"][number];
export type AskedPerson = NonNullable<Access["person"]>;

/** What one asks about: a document by its id, or a collection by its slug. */
export type Subject = { document: string } | { collection: string };

const read = (subject: Subject, query: { person?: string }, signal: AbortSignal) =>
  "document" in subject
    ? api.GET("/api/v1/documents/{document_id}/access", {
        signal,
        params: { path: { document_id: subject.document }, query },
      })
    : api.GET("/api/v1/collections/{slug}/access", {
        signal,
        params: { path: { slug: subject.collection }, query },
      });

/** Who may see something and why; of one person, where an administrator asks about one. */
export const accessQuery = (subject: Subject, person?: string) =>
  queryOptions({
    queryKey: [
      ...("document" in subject ? documentKey(subject.document) : ["collections", subject.collection]),
      "access",
      person ?? "",
    ],
    queryFn: ({ signal }) => unwrap(read(subject, given({ person }), signal)),
  });

/** Who among the administrators searched with one's own eyes. */
export const searchedAsQuery = queryOptions({
  queryKey: ["searched-as"],
  queryFn: async ({ signal }) => (await unwrap(api.GET("/api/v1/searched-as", { signal }))).results,
});
