import { Button } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { invitationsQuery, withdrawInvitation } from "../../api/admin";
import type { Invitation } from "../../api/types";
import { ErrorNote } from "../../ui/ErrorNote";
import { formatDay } from "../../ui/time";
import { Row } from "../Row";
import { Rows } from "../Rows";
import { Section } from "../Section";
import { roleWords } from "../text";
import { text } from "./text";

const isOver = ({ expires_at }: Invitation): boolean => new Date(expires_at).getTime() < Date.now();

/** Invitations that nobody has accepted yet. */
export function InvitationList() {
  const { data, error, refetch } = useQuery(invitationsQuery);
  const queryClient = useQueryClient();
  const withdrawal = useMutation({
    mutationFn: withdrawInvitation,
    onSettled: () => queryClient.invalidateQueries({ queryKey: invitationsQuery.queryKey }),
  });
  const open = data?.filter((invitation) => invitation.accepted_at === null) ?? [];
  return (
    <Section title={text.invitations}>
      {error && <ErrorNote error={error} onRetry={() => void refetch()} />}
      {withdrawal.error && <ErrorNote error={withdrawal.error} />}
      {data && open.length === 0 && <p>{text.noInvitations}</p>}
      {open.length > 0 && (
        <Rows>
          {open.map((invitation) => (
            <Row
              key={invitation.id}
              name={invitation.email}
              detail={[
                roleWords[invitation.role],
                ...invitation.groups,
                isOver(invitation)
                  ? text.expired(formatDay(invitation.expires_at))
                  : text.until(formatDay(invitation.expires_at)),
              ].join(" · ")}
            >
              <Button size="sm" variant="default" onClick={() => withdrawal.mutate(invitation.id)}>
                {isOver(invitation) ? text.clear : text.withdraw}
              </Button>
            </Row>
          ))}
        </Rows>
      )}
    </Section>
  );
}
