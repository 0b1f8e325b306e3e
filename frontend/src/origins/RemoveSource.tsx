import { Button, Group } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { removeSource, sourcesKey } from "../api/sources";
import type { Source } from "../api/types";
import { ErrorNote } from "../ui/ErrorNote";
import { text as uiText } from "../ui/text";
import { text } from "./text";

/** Ask what becomes of a source's documents, and remove it. */
export function RemoveSource({ source, onClose }: { source: Source; onClose: () => void }) {
  const queryClient = useQueryClient();
  const removal = useMutation({
    mutationFn: (documents: "keep" | "erase") => removeSource(source.id, documents),
    onSuccess: async () => {
      onClose();
      await queryClient.invalidateQueries({ queryKey: sourcesKey });
    },
  });
  const look = (documents: "keep" | "erase") => ({
    loading: removal.isPending && removal.variables === documents,
    disabled: removal.isPending,
    onClick: () => removal.mutate(documents),
  });
  const isEmpty = source.documents === 0;
  return (
    <>
      <p>{text.removeBody(source.documents)}</p>
      {removal.error && <ErrorNote error={removal.error} />}
      <Group justify="flex-end" gap="xs" mt="lg">
        <Button variant="default" disabled={removal.isPending} onClick={onClose} data-autofocus>
          {uiText.cancel}
        </Button>
        {!isEmpty && (
          <Button variant="default" {...look("keep")}>
            {text.keep}
          </Button>
        )}
        <Button color="red.8" {...look(isEmpty ? "keep" : "erase")}>
          {isEmpty ? text.remove : text.erase}
        </Button>
      </Group>
    </>
  );
}
