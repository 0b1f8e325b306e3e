import { Button, Modal, MultiSelect, Select, Stack, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { invitationsQuery, invite } from "../../api/admin";
import { Problem } from "../../api/problem";
import type { Group, Role } from "../../api/types";
import { closeButton } from "../../ui/closeButton";
import { ErrorNote } from "../../ui/ErrorNote";
import { keptOpen, Secret } from "../Secret";
import { roleChoices } from "./roles";
import { text } from "./text";

interface Props {
  isOpen: boolean;
  groups: readonly Group[];
  onClose: () => void;
}

/** Invite by e-mail, with a role and groups to start with. */
export function InviteDialog({ isOpen, groups, onClose }: Props) {
  const [email, setEmail] = useState("");
  const [role, setRole] = useState<Role>("member");
  const [chosen, setChosen] = useState<string[]>([]);
  const queryClient = useQueryClient();
  const sending = useMutation({
    mutationFn: () => invite({ email, role, groups: chosen }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: invitationsQuery.queryKey }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    sending.mutate();
  };
  const close = () => {
    sending.reset();
    setEmail("");
    onClose();
  };
  const problem = sending.error instanceof Problem ? sending.error : null;
  return (
    <Modal
      opened={isOpen}
      onClose={close}
      title={text.invite}
      {...(sending.data?.link ? keptOpen : {})}
      closeButtonProps={closeButton}
    >
      {sending.data?.link ? (
        <Stack gap="md">
          <Secret label={text.invited(sending.data.email)} value={sending.data.link} note={text.link} />
          <Button onClick={close}>{text.done}</Button>
        </Stack>
      ) : (
        <form onSubmit={submit}>
          <Stack gap="md">
            <p>{text.inviteLead}</p>
            <TextInput
              label={text.email}
              type="email"
              required
              withAsterisk={false}
              data-autofocus
              value={email}
              error={problem?.about("email")}
              onChange={(event) => setEmail(event.currentTarget.value)}
            />
            <Select
              label={text.role}
              data={roleChoices}
              value={role}
              allowDeselect={false}
              onChange={(value) => value !== null && setRole(value as Role)}
            />
            <MultiSelect
              label={text.groups}
              data={groups.map((group) => ({ value: group.slug, label: group.name }))}
              value={chosen}
              onChange={setChosen}
            />
            {sending.error && <ErrorNote error={sending.error} />}
            <Button type="submit" loading={sending.isPending}>
              {text.sendInvitation}
            </Button>
          </Stack>
        </form>
      )}
    </Modal>
  );
}
