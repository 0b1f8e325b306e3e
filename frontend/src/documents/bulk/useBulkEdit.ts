import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { editDocuments } from "../../api/bulkEdit";
import { documentsKey } from "../../api/documents";
import type { BulkEdit } from "../../api/types";
import { asked, type Selection } from "./selection";

/** How many documents a selection means, asked of the server without changing any. */
export const useMeant = (selection: Selection, isAsked: boolean) =>
  useQuery({
    queryKey: ["bulk-edit", selection],
    queryFn: () => editDocuments({ ...asked(selection), do: "retry", dry_run: true }),
    enabled: isAsked,
    staleTime: 0,
    select: ({ matched }) => matched,
  });

/** Do the same with every selected document. */
export function useBulkEdit(selection: Selection) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (work: Pick<BulkEdit, "set" | "do">) => editDocuments({ ...asked(selection), ...work }),
    onSuccess: () =>
      Promise.all([
        queryClient.invalidateQueries({ queryKey: documentsKey }),
        queryClient.invalidateQueries({ queryKey: ["document"] }),
      ]),
  });
}
