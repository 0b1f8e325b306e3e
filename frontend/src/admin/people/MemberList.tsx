import { useQuery } from "@tanstack/react-query";
import { membersQuery } from "../../api/admin";
import type { Group } from "../../api/types";
import { ErrorNote } from "../../ui/ErrorNote";
import { LoadingLines } from "../../ui/LoadingLines";
import { Rows } from "../Rows";
import { Section } from "../Section";
import { MemberRow } from "./MemberRow";
import { text } from "./text";

/** The members with their roles and groups. */
export function MemberList({ groups }: { groups: readonly Group[] }) {
  const { data, error, isPending, refetch } = useQuery(membersQuery);
  return (
    <Section title={text.members}>
      {isPending && <LoadingLines label={text.loading} />}
      {error && <ErrorNote error={error} onRetry={() => void refetch()} />}
      {data && (
        <Rows>
          {data.map((member) => (
            <MemberRow key={member.id} member={member} groups={groups} />
          ))}
        </Rows>
      )}
    </Section>
  );
}
