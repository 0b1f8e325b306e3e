import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "./client";
import type { components } from "./schema";

export type Preview = components["schemas"]["PreviewShape"];
export type PreviewedChunk = Preview["chunks"][number];
export type SplitterSettings = Preview["settings"];

/** The chunks that settings would give a document; nothing is stored. Without settings, as the live index has it. */
export const previewQuery = (slug: string, document: string, settings: Partial<SplitterSettings>) =>
  queryOptions({
    queryKey: ["preview-chunks", slug, document, settings],
    queryFn: ({ signal }) =>
      unwrap(
        api.POST("/api/v1/collections/{slug}/preview-chunks", {
          signal,
          params: { path: { slug } },
          body: { document, text: "", title: "", settings },
        }),
      ),
    placeholderData: keepPreviousData,
    enabled: document !== "",
    retry: false,
  });
