import { useMutation, useQueryClient } from "@tanstack/react-query";
import { deleteDocument, documentKey, documentsKey } from "../api/documents";
import type { RaglanDocument } from "../api/types";
import { Confirm } from "../ui/Confirm";
import { text } from "./text";

interface Props {
  document: RaglanDocument;
  isOpen: boolean;
  onClose: () => void;
  onDeleted?: () => void;
}

/** Ask once, then delete for good. */
export function DeleteDocument({ document, isOpen, onClose, onDeleted }: Props) {
  const queryClient = useQueryClient();
  const removal = useMutation({
    mutationFn: () => deleteDocument(document.id),
    onSuccess: async () => {
      onClose();
      onDeleted?.();
      queryClient.removeQueries({ queryKey: documentKey(document.id) });
      await queryClient.invalidateQueries({ queryKey: documentsKey });
    },
  });
  return (
    <Confirm
      isOpen={isOpen}
      title={text.deleteTitle(document.title)}
      confirm={text.delete}
      attempt={removal}
      onClose={onClose}
    >
      {text.deleteBody}
    </Confirm>
  );
}
