import { Button, Group } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { removeSource, sourcesKey } from "../api/sources";
import type { Source } from "../api/types";
import { ErrorNote } from "../ui/ErrorNote";
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
  return (
    <>
      <p>{text.removeBody(source.documents)}</p>
      {removal.error && <ErrorNote error={removal.error} />}
      <Group justify="flex-end" mt="lg">
        <Button variant="default" loading={removal.isPending} onClick={() => removal.mutate("keep")}>
          {text.keep}
        </Button>
        <Button color="red.8" loading={removal.isPending} onClick={() => removal.mutate("erase")}>
          {text.erase}
        </Button>
      </Group>
    </>
  );
}
