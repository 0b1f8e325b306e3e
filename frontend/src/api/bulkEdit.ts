import { api, deadline, unwrap } from "./client";
import type { BulkEdit } from "./types";

const editMilliseconds = 60_000;

/** Change, delete or retry many documents; a dry run only counts them. */
export const editDocuments = (body: BulkEdit) =>
  unwrap(api.POST("/api/v1/documents/bulk-edit", { signal: deadline(editMilliseconds), body }));
