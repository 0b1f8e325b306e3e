import { GroupList } from "./GroupList";
import { InvitationList } from "./InvitationList";
import { MemberList } from "./MemberList";

/** Who belongs to the tenant, in which role and groups, and who is invited. */
export function PeopleScreen() {
  return (
    <>
      <MemberList />
      <InvitationList />
      <GroupList />
    </>
  );
}
