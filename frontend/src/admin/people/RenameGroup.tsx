import { TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { groupsQuery, renameGroup } from "../../api/admin";
import { problemOf } from "../../api/problem";
import type { Group } from "../../api/types";
import { Form } from "../../ui/Form";
import { text } from "./text";

/** Give a group another name. */
export function RenameGroup({ group, onClose }: { group: Group; onClose: () => void }) {
  const [name, setName] = useState(group.name);
  const queryClient = useQueryClient();
  const renaming = useMutation({
    mutationFn: () => renameGroup(group.id, name.trim()),
    onSuccess: async () => {
      onClose();
      await queryClient.invalidateQueries({ queryKey: groupsQuery.queryKey });
    },
  });
  const problem = problemOf(renaming.error);
  return (
    <Form submit={text.save} isReady={name.trim() !== ""} attempt={renaming}>
      <TextInput
        label={text.groupName}
        description={text.renameGroupHint}
        required
        withAsterisk={false}
        data-autofocus
        value={name}
        error={problem?.about("name")}
        onChange={(event) => setName(event.currentTarget.value)}
      />
    </Form>
  );
}
