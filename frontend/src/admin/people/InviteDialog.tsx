import { MultiSelect, Select, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { invitationsQuery, invite } from "../../api/admin";
import { problemOf } from "../../api/problem";
import type { Group, Role } from "../../api/types";
import { Form } from "../../ui/Form";
import { SecretDialog } from "../SecretDialog";
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
  const close = () => {
    sending.reset();
    setEmail("");
    onClose();
  };
  const sent = sending.data;
  const made = sent?.link
    ? { label: text.invited(sent.email), value: sent.link, note: text.link }
    : undefined;
  return (
    <SecretDialog isOpen={isOpen} title={text.invite} onClose={close} made={made} done={text.done}>
      <Form submit={text.sendInvitation} attempt={sending}>
        <p>{text.inviteLead}</p>
        <TextInput
          label={text.email}
          type="email"
          required
          withAsterisk={false}
          data-autofocus
          value={email}
          error={problemOf(sending.error)?.about("email")}
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
      </Form>
    </SecretDialog>
  );
}
