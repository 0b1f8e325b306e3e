/** Which documents are selected: some by their ids, or all that a filter leaves. */
import type { DocumentFilter } from "../../api/documents";
import type { BulkEdit } from "../../api/types";

export type Selection = { readonly ids: readonly string[] } | { readonly filter: DocumentFilter };

export const none: Selection = { ids: [] };

export const isEmpty = (selection: Selection): boolean => "ids" in selection && selection.ids.length === 0;

export const isChosen = (selection: Selection, id: string): boolean =>
  "filter" in selection || selection.ids.includes(id);

/** Add a document or take it out; out of all that fit, only those that are seen stay. */
export function toggled(selection: Selection, id: string, shown: readonly string[]): Selection {
  const before = "filter" in selection ? shown : selection.ids;
  return { ids: before.includes(id) ? before.filter((one) => one !== id) : [...before, id] };
}

/** The selection as the API takes it, where every document is meant only by saying so. */
export function asked(selection: Selection): Pick<BulkEdit, "ids" | "filter" | "all"> {
  if ("ids" in selection) return { ids: [...selection.ids] };
  const given = Object.entries(selection.filter).filter(([, value]) => value !== undefined && value !== "");
  return given.length === 0 ? { all: true } : { filter: Object.fromEntries(given) };
}
