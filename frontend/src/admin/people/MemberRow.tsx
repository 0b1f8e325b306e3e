import { Button, MultiSelect, Select } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { changeMember, groupsQuery, membersQuery, removeMember } from "../../api/admin";
import type { Group, Member, Role } from "../../api/types";
import { useSession } from "../../app/useSession";
import { Confirm } from "../../ui/Confirm";
import { ErrorNote } from "../../ui/ErrorNote";
import { Row } from "../Row";
import { roleChoices } from "./roles";
import { text } from "./text";

interface Props {
  member: Member;
  groups: readonly Group[];
}

/** One member; a change counts as soon as it is chosen. */
export function MemberRow({ member, groups }: Props) {
  const { user } = useSession();
  const [isAsking, asking] = useDisclosure(false);
  const queryClient = useQueryClient();
  const refresh = () =>
    Promise.all(
      [membersQuery, groupsQuery].map(({ queryKey }) => queryClient.invalidateQueries({ queryKey })),
    );
  const change = useMutation({
    mutationFn: (body: { role?: Role; groups?: string[] }) => changeMember(member.id, body),
    onSettled: refresh,
  });
  const removal = useMutation({ mutationFn: () => removeMember(member.id), onSuccess: refresh });
  const name = member.name || member.email;
  const isSelf = member.email === user.email;
  const shown = change.isPending ? { ...member, ...change.variables } : member;
  return (
    <Row
      name={isSelf ? `${name} (${text.you})` : name}
      detail={
        <>
          {member.email}
          {change.error && <ErrorNote error={change.error} />}
        </>
      }
    >
      <MultiSelect
        size="sm"
        w={210}
        aria-label={text.groupsOf(name)}
        placeholder={shown.groups.length === 0 ? text.noGroups : ""}
        data={groups.map((group) => ({ value: group.slug, label: group.name }))}
        value={shown.groups}
        onChange={(chosen) => change.mutate({ groups: chosen })}
      />
      <Select
        size="sm"
        w={150}
        aria-label={text.roleOf(name)}
        data={roleChoices}
        value={shown.role}
        allowDeselect={false}
        disabled={isSelf}
        onChange={(role) => role !== null && change.mutate({ role: role as Role })}
      />
      <Button size="sm" variant="default" disabled={isSelf} onClick={asking.open}>
        {text.remove}
      </Button>
      <Confirm
        isOpen={isAsking}
        title={text.removeTitle(name)}
        confirm={text.remove}
        attempt={removal}
        onClose={asking.close}
      >
        {text.removeBody}
      </Confirm>
    </Row>
  );
}
