import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { UserPlus } from "lucide-react";
import { groupsQuery, membersQuery } from "../../api/admin";
import { ErrorNote } from "../../ui/ErrorNote";
import { LoadingLines } from "../../ui/LoadingLines";
import { Rows } from "../Rows";
import { Section } from "../Section";
import { InviteDialog } from "./InviteDialog";
import { MemberRow } from "./MemberRow";
import { text } from "./text";

/** The members with their roles and groups. */
export function MemberList() {
  const { data, error, isPending, refetch } = useQuery(membersQuery);
  const { data: groups = [] } = useQuery(groupsQuery);
  const [isInviting, inviting] = useDisclosure(false);
  return (
    <Section
      title={text.members}
      action={
        <Button leftSection={<UserPlus size={16} />} onClick={inviting.open}>
          {text.invite}
        </Button>
      }
    >
      {isPending && <LoadingLines label={text.loading} />}
      {error && <ErrorNote error={error} onRetry={() => void refetch()} />}
      {data && (
        <Rows>
          {data.map((member) => (
            <MemberRow key={member.id} member={member} groups={groups} />
          ))}
        </Rows>
      )}
      <InviteDialog isOpen={isInviting} groups={groups} onClose={inviting.close} />
    </Section>
  );
}
