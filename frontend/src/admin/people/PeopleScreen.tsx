import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { UserPlus } from "lucide-react";
import { groupsQuery } from "../../api/admin";
import { PageHead } from "../../ui/PageHead";
import { GroupList } from "./GroupList";
import { InvitationList } from "./InvitationList";
import { InviteDialog } from "./InviteDialog";
import { MemberList } from "./MemberList";
import { text } from "./text";

/** Who belongs to the tenant, in which role and groups, and who is invited. */
export function PeopleScreen() {
  const { data: groups = [] } = useQuery(groupsQuery);
  const [isInviting, inviting] = useDisclosure(false);
  return (
    <>
      <PageHead title={text.title} lead={text.lead}>
        <Button leftSection={<UserPlus size={16} />} onClick={inviting.open}>
          {text.invite}
        </Button>
      </PageHead>
      <MemberList groups={groups} />
      <InvitationList />
      <GroupList />
      <InviteDialog isOpen={isInviting} groups={groups} onClose={inviting.close} />
    </>
  );
}
