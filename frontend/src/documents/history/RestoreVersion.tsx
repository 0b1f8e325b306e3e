import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { RotateCcw } from "lucide-react";
import { documentKey, documentsKey } from "../../api/documents";
import { restoreVersion } from "../../api/history";
import { Confirm } from "../../ui/Confirm";
import { text } from "./text";

/** Go back to a version, once it was asked. */
export function RestoreVersion({ id, number }: { id: string; number: number }) {
  const [isAsking, asking] = useDisclosure(false);
  const queryClient = useQueryClient();
  const restoring = useMutation({
    mutationFn: () => restoreVersion(id, number),
    onSuccess: async () => {
      asking.close();
      await Promise.all([
        queryClient.invalidateQueries({ queryKey: documentKey(id) }),
        queryClient.invalidateQueries({ queryKey: documentsKey }),
      ]);
    },
  });
  return (
    <>
      <Button
        size="compact-xs"
        variant="subtle"
        leftSection={<RotateCcw size={13} aria-hidden="true" />}
        onClick={asking.open}
      >
        {text.restore}
      </Button>
      <Confirm
        isOpen={isAsking}
        title={text.restoreTitle(number)}
        confirm={text.restore}
        attempt={restoring}
        isDangerous={false}
        onClose={asking.close}
      >
        {text.restoreBody}
      </Confirm>
    </>
  );
}
