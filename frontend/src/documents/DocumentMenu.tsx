import { ActionIcon, Menu } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Download, Ellipsis, FileUp, Pencil, RotateCw, Trash2 } from "lucide-react";
import { useRef } from "react";
import { documentKey, documentsKey, fileUrl, retryDocument } from "../api/documents";
import type { RaglanDocument } from "../api/types";
import { Dialog } from "../ui/Dialog";
import { FailureDialog } from "../ui/FailureDialog";
import { DeleteDocument } from "./DeleteDocument";
import { EditDocument } from "./EditDocument";
import { NewVersionInput } from "./NewVersionInput";
import { text } from "./text";

interface Props {
  document: RaglanDocument;
  onDeleted?: () => void;
}

/** What a librarian can do with one document. */
export function DocumentMenu({ document, onDeleted }: Props) {
  const [isAsking, asking] = useDisclosure(false);
  const [isEditing, editing] = useDisclosure(false);
  const pickerRef = useRef<HTMLInputElement>(null);
  const queryClient = useQueryClient();
  const retry = useMutation({
    mutationFn: () => retryDocument(document.id),
    onSettled: () =>
      Promise.all([
        queryClient.invalidateQueries({ queryKey: documentsKey }),
        queryClient.invalidateQueries({ queryKey: documentKey(document.id) }),
      ]),
  });
  const mayRetry = document.status === "failed" || document.status === "quarantined";
  return (
    <>
      <Menu position="bottom-end" shadow="md">
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" aria-label={text.actions(document.title)}>
            <Ellipsis size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item component="a" href={fileUrl(document.id)} download leftSection={<Download size={16} />}>
            {text.download}
          </Menu.Item>
          <Menu.Item leftSection={<FileUp size={16} />} onClick={() => pickerRef.current?.click()}>
            {text.newVersion}
          </Menu.Item>
          <Menu.Item leftSection={<Pencil size={16} />} onClick={editing.open}>
            {text.edit}
          </Menu.Item>
          {mayRetry && (
            <Menu.Item leftSection={<RotateCw size={16} />} onClick={() => retry.mutate()}>
              {text.retry}
            </Menu.Item>
          )}
          <Menu.Divider />
          <Menu.Item color="red" leftSection={<Trash2 size={16} />} onClick={asking.open}>
            {text.delete}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <NewVersionInput document={document} ref={pickerRef} />
      <Dialog isOpen={isEditing} title={text.edit} onClose={editing.close}>
        <EditDocument document={document} onClose={editing.close} />
      </Dialog>
      <FailureDialog
        title={text.retryFailed}
        error={retry.error}
        onRetry={() => retry.mutate()}
        onClose={() => retry.reset()}
      />
      <DeleteDocument
        document={document}
        isOpen={isAsking}
        onClose={asking.close}
        {...(onDeleted ? { onDeleted } : {})}
      />
    </>
  );
}
