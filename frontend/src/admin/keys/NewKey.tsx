import { Button, Modal, Stack } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { apiKeysQuery, createApiKey } from "../../api/admin";
import { closeButton } from "../../ui/closeButton";
import { keptOpen, Secret } from "../Secret";
import { type KeyWish, NewKeyForm } from "./NewKeyForm";
import { text } from "./text";

const dayMilliseconds = 86_400_000;

/** Make a key, then show it once. */
export function NewKey({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const queryClient = useQueryClient();
  const creation = useMutation({
    mutationFn: ({ name, scopes, days }: KeyWish) =>
      createApiKey({
        name,
        scopes,
        expires_at: days === 0 ? null : new Date(Date.now() + days * dayMilliseconds).toISOString(),
      }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: apiKeysQuery.queryKey }),
  });
  const close = () => {
    creation.reset();
    onClose();
  };
  const created = creation.data;
  return (
    <Modal
      opened={isOpen}
      onClose={close}
      title={text.newKey}
      {...(created === undefined ? {} : keptOpen)}
      closeButtonProps={closeButton}
    >
      {created === undefined ? (
        <NewKeyForm isBusy={creation.isPending} error={creation.error} onCreate={creation.mutate} />
      ) : (
        <Stack gap="md">
          <Secret label={text.created(created.name)} value={created.key} note={text.once} />
          <Button onClick={close}>{text.done}</Button>
        </Stack>
      )}
    </Modal>
  );
}
