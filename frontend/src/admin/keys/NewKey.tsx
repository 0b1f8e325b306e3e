import { useMutation, useQueryClient } from "@tanstack/react-query";
import { apiKeysQuery, createApiKey } from "../../api/admin";
import { SecretDialog } from "../SecretDialog";
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
  const made = created && { label: text.created(created.name), value: created.key, note: text.once };
  return (
    <SecretDialog isOpen={isOpen} title={text.newKey} onClose={close} made={made} done={text.done}>
      <NewKeyForm isBusy={creation.isPending} error={creation.error} onCreate={creation.mutate} />
    </SecretDialog>
  );
}
