import { Button, Group as Line, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { createGroup, groupsQuery } from "../../api/admin";
import { problemOf } from "../../api/problem";
import { ErrorNote } from "../../ui/ErrorNote";
import { Rows } from "../Rows";
import { Section } from "../Section";
import { GroupRow } from "./GroupRow";
import { text } from "./text";

/** The groups, and a way to add one. */
export function GroupList() {
  const [name, setName] = useState("");
  const { data, error, refetch } = useQuery(groupsQuery);
  const queryClient = useQueryClient();
  const creation = useMutation({
    mutationFn: () => createGroup(name.trim()),
    onSuccess: async () => {
      setName("");
      await queryClient.invalidateQueries({ queryKey: groupsQuery.queryKey });
    },
  });
  const complaint = problemOf(creation.error)?.about("name");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() !== "") creation.mutate();
  };
  return (
    <Section title={text.groupsTitle} lead={text.groupsLead}>
      <form onSubmit={submit}>
        <Line gap="xs" mb="md" align="flex-start">
          <TextInput
            aria-label={text.newGroup}
            placeholder={text.newGroup}
            value={name}
            error={complaint}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Button type="submit" variant="default" loading={creation.isPending}>
            {text.addGroup}
          </Button>
        </Line>
      </form>
      {creation.error && complaint === undefined && <ErrorNote error={creation.error} />}
      {error && <ErrorNote error={error} onRetry={() => void refetch()} />}
      {data?.length === 0 && <p>{text.noGroupsYet}</p>}
      {data && data.length > 0 && (
        <Rows>
          {data.map((group) => (
            <GroupRow key={group.id} group={group} />
          ))}
        </Rows>
      )}
    </Section>
  );
}
