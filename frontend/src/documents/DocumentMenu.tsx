import { ActionIcon, Menu } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Download, Ellipsis, RotateCw, Trash2 } from "lucide-react";
import { documentsKey, fileUrl, retryDocument } from "../api/documents";
import type { RaglanDocument } from "../api/types";
import { DeleteDocument } from "./DeleteDocument";
import { text } from "./text";

interface Props {
  document: RaglanDocument;
  onDeleted?: () => void;
}

/** What a librarian can do with one document. */
export function DocumentMenu({ document, onDeleted }: Props) {
  const [isAsking, asking] = useDisclosure(false);
  const queryClient = useQueryClient();
  const retry = useMutation({
    mutationFn: () => retryDocument(document.id),
    onSettled: () =>
      Promise.all([
        queryClient.invalidateQueries({ queryKey: documentsKey }),
        queryClient.invalidateQueries({ queryKey: ["document", document.id] }),
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
      <DeleteDocument
        document={document}
        isOpen={isAsking}
        onClose={asking.close}
        {...(onDeleted ? { onDeleted } : {})}
      />
    </>
  );
}
