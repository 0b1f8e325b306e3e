import { Button } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { changeIndex, type IndexChange, indexesKey } from "../../api/admin";
import type { IndexVersion } from "../../api/types";
import { Confirm } from "../../ui/Confirm";
import { text } from "./text";

/** A ready version that was live before is the one to go back to. */
function changeOf({ state, promoted_at }: IndexVersion): IndexChange | null {
  if (state === "building") return "cancel";
  if (state !== "ready") return null;
  return promoted_at === null ? "promote" : "rollback";
}

const words = {
  promote: { button: text.promote, title: text.promoteTitle, body: text.promoteBody },
  cancel: { button: text.cancel, title: text.cancelTitle, body: text.cancelBody },
  rollback: { button: text.rollback, title: text.rollbackTitle, body: text.rollbackBody },
} as const satisfies Record<IndexChange, unknown>;

/** The one thing that makes sense for a version in its state, asked for first. */
export function IndexActions({ index }: { index: IndexVersion }) {
  const [isAsking, setIsAsking] = useState(false);
  const queryClient = useQueryClient();
  const change = changeOf(index);
  const changing = useMutation({
    mutationFn: (wanted: IndexChange) => changeIndex(index.id, wanted),
    onSuccess: async () => {
      setIsAsking(false);
      await queryClient.invalidateQueries({ queryKey: indexesKey });
    },
  });
  if (change === null) return null;
  const { button, title, body } = words[change];
  return (
    <>
      <Button
        size="sm"
        variant={change === "promote" ? "filled" : "default"}
        onClick={() => setIsAsking(true)}
      >
        {button}
      </Button>
      <Confirm
        isOpen={isAsking}
        title={title(index.number)}
        confirm={button}
        isDangerous={change === "cancel"}
        isBusy={changing.isPending}
        error={changing.error}
        onConfirm={() => changing.mutate(change)}
        onClose={() => setIsAsking(false)}
      >
        {body}
      </Confirm>
    </>
  );
}
