import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api, cursorOf, deadline, given, pollMilliseconds, unwrap } from "./client";
import { isProblem, problemFrom } from "./problem";
import type { paths } from "./schema";
import type {
  Chunk,
  Collection,
  CollectionChanges,
  DocumentChanges,
  DocumentStatus,
  DocumentVersion,
  NewCollection,
  Page,
  RaglanDocument,
  UploadedDocument,
} from "./types";

const mostPages = 40;

/** Read a list to its end; lists that a form offers whole are short. */
export async function everyPage<T>(page: (cursor: string | undefined) => Promise<Page<T>>): Promise<T[]> {
  const all: T[] = [];
  let cursor: string | undefined;
  for (let read = 0; read < mostPages; read += 1) {
    const { results, next } = await page(cursor);
    all.push(...results);
    cursor = cursorOf(next);
    if (cursor === undefined) break;
  }
  return all;
}

export const collectionsQuery = queryOptions({
  queryKey: ["collections"],
  queryFn: ({ signal }) =>
    everyPage<Collection>((cursor) =>
      unwrap(api.GET("/api/v1/collections", { signal, params: { query: given({ cursor }) } })),
    ),
  staleTime: 60_000,
});

const settled: ReadonlySet<DocumentStatus> = new Set(["ready", "failed", "quarantined"]);

export const isSettled = (document: RaglanDocument): boolean => settled.has(document.status);

export interface DocumentFilter {
  collection?: string | undefined;
  status?: string | undefined;
  /** Why they couldn't be read. */
  reason?: string | undefined;
  q?: string | undefined;
  review?: string | undefined;
  expiry?: string | undefined;
  owner?: string | undefined;
}

export const documentsKey = ["documents"] as const;
export const documentKey = (id: string) => ["document", id] as const;

/** One state of a document: what was read of another version or of another stage isn't what it holds now. */
export interface DocumentState {
  readonly id: string;
  readonly version: number;
  readonly status: DocumentStatus;
}

const stateKey = ({ id, version, status }: DocumentState) => [...documentKey(id), version, status] as const;

/** What a list is filtered by, as the address says it. */
type Asked = Omit<NonNullable<paths["/api/v1/documents"]["get"]["parameters"]["query"]>, "metadata.KEY">;

export const documentsQuery = (filter: DocumentFilter) =>
  infiniteQueryOptions({
    queryKey: [...documentsKey, filter],
    queryFn: ({ signal, pageParam }) =>
      unwrap(
        api.GET("/api/v1/documents", {
          signal,
          params: { query: given({ ...filter, cursor: pageParam }) as Asked },
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => cursorOf(page.next),
    refetchInterval: ({ state }) =>
      state.data?.pages.some((page) => page.results.some((document) => !isSettled(document)))
        ? pollMilliseconds
        : false,
  });

export const documentQuery = (id: string) =>
  queryOptions({
    queryKey: documentKey(id),
    queryFn: ({ signal }) =>
      unwrap(api.GET("/api/v1/documents/{document_id}", { signal, params: { path: { document_id: id } } })),
    refetchInterval: ({ state }) => (state.data && !isSettled(state.data) ? pollMilliseconds : false),
  });

export const versionsQuery = (state: DocumentState) =>
  queryOptions({
    queryKey: [...stateKey(state), "versions"],
    queryFn: ({ signal }) =>
      everyPage<DocumentVersion>((cursor) =>
        unwrap(
          api.GET("/api/v1/documents/{document_id}/versions", {
            signal,
            params: { path: { document_id: state.id }, query: given({ cursor }) },
          }),
        ),
      ),
  });

export const chunksQuery = (state: DocumentState) =>
  infiniteQueryOptions({
    queryKey: [...stateKey(state), "chunks"],
    queryFn: ({ signal, pageParam }) =>
      unwrap(
        api.GET("/api/v1/documents/{document_id}/chunks", {
          signal,
          params: { path: { document_id: state.id }, query: given({ cursor: pageParam }) },
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => cursorOf(page.next),
  });

const chunksAround = 5;

/** The chunks around one of them, of its version where that is kept, else of now; null where it is in neither. */
export const chunksAroundQuery = (id: string, chunkId: string, version?: number) =>
  queryOptions({
    queryKey: [...documentKey(id), "chunks-around", chunkId, version],
    queryFn: async ({ signal }): Promise<Chunk[] | null> => {
      const query = { around: chunkId, limit: chunksAround };
      const then = version === undefined ? null : await foundChunks(id, { ...query, version }, signal);
      return then ?? foundChunks(id, query, signal);
    },
    staleTime: 300_000,
  });

async function foundChunks(
  id: string,
  query: { around: string; limit: number; version?: number | undefined },
  signal: AbortSignal,
): Promise<Chunk[] | null> {
  const params = { path: { document_id: id }, query: given(query) };
  try {
    return (await unwrap(api.GET("/api/v1/documents/{document_id}/chunks", { signal, params }))).results;
  } catch (error) {
    if (isProblem(error, 404)) return null;
    throw error;
  }
}

const outlinedDocuments = 8;
const outlinedChunks = 12;

/** The latest documents that answer, with the headings and the words of their first passages. */
export const outlinesQuery = queryOptions({
  queryKey: ["outlines"],
  queryFn: async ({ signal }) => {
    const query = { status: "ready", limit: outlinedDocuments };
    const { results } = await unwrap(api.GET("/api/v1/documents", { signal, params: { query } }));
    return Promise.all(
      results.map(async ({ id, title, collection }) => {
        const params = { path: { document_id: id }, query: { limit: outlinedChunks } };
        const page = await unwrap(api.GET("/api/v1/documents/{document_id}/chunks", { signal, params }));
        return {
          title,
          collection,
          sections: page.results.map(({ section }) => section),
          text: page.results.map((chunk) => chunk.text).join(" "),
        };
      }),
    );
  },
  staleTime: 300_000,
});

/** Where a document's file is: that of one version, or of the one that answers. */
export function fileUrl(id: string, version?: number): string {
  const path = `/api/v1/documents/${encodeURIComponent(id)}/file`;
  return version === undefined ? path : `${path}?version=${version}`;
}

/** The stored file of one version; null when it isn't a PDF. */
export const pdfQuery = (id: string, version: number) =>
  queryOptions({
    queryKey: [...documentKey(id), "pdf", version],
    queryFn: async ({ signal }): Promise<Blob | null> => {
      const response = await fetch(fileUrl(id, version), { signal, credentials: "same-origin" });
      if (!response.ok) throw problemFrom(response, await response.json());
      const isPdf = response.headers.get("Content-Type")?.startsWith("application/pdf") ?? false;
      return isPdf ? response.blob() : null;
    },
    staleTime: 300_000,
    gcTime: 60_000,
  });

export interface Upload {
  file: File;
  collection: string;
  /** Without any, those of the collection. */
  readers: readonly string[];
  /** Of the document that this is a new version of. */
  externalId?: string;
  idempotencyKey: string;
}

const uploadMilliseconds = 600_000;

export function uploadDocument(upload: Upload, stop: AbortSignal): Promise<UploadedDocument> {
  const form = new FormData();
  form.append("file", upload.file);
  form.append("collection", upload.collection);
  for (const reader of upload.readers) form.append("readers", reader);
  if (upload.externalId !== undefined) form.append("external_id", upload.externalId);
  return unwrap(
    api.POST("/api/v1/documents", {
      signal: AbortSignal.any([stop, deadline(uploadMilliseconds)]),
      params: { header: { "Idempotency-Key": upload.idempotencyKey } },
      body: { file: "", collection: upload.collection },
      bodySerializer: () => form,
    }),
  );
}

export const deleteDocument = (id: string) =>
  unwrap(
    api.DELETE("/api/v1/documents/{document_id}", {
      signal: deadline(),
      params: { path: { document_id: id } },
    }),
  );

export const changeDocument = (id: string, body: DocumentChanges) =>
  unwrap(
    api.PATCH("/api/v1/documents/{document_id}", {
      signal: deadline(),
      params: { path: { document_id: id } },
      body,
    }),
  );

export const retryDocument = (id: string) =>
  unwrap(
    api.POST("/api/v1/documents/{document_id}/retry", {
      signal: deadline(),
      params: { path: { document_id: id } },
    }),
  );

export const createCollection = (body: NewCollection) =>
  unwrap(api.POST("/api/v1/collections", { signal: deadline(), body }));

export const changeCollection = (slug: string, body: CollectionChanges) =>
  unwrap(api.PATCH("/api/v1/collections/{slug}", { signal: deadline(), params: { path: { slug } }, body }));

export const importWebsite = (body: { url: string; path_prefix: string; collection: string }) =>
  unwrap(api.POST("/api/v1/imports", { signal: deadline(), body }));
