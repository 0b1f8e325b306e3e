import { Button, Modal, MultiSelect, Stack, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { groupsQuery } from "../api/admin";
import { collectionsQuery, createCollection } from "../api/documents";
import { ErrorNote } from "../ui/ErrorNote";
import { slugOf } from "./slug";
import { text } from "./text";

/** Make a shelf for documents, with its readers. */
export function NewCollection({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const [name, setName] = useState("");
  const [description, setDescription] = useState("");
  const [readers, setReaders] = useState<string[]>([]);
  const queryClient = useQueryClient();
  const { data: groups = [] } = useQuery({ ...groupsQuery, enabled: isOpen });
  const creation = useMutation({
    mutationFn: () =>
      createCollection({
        slug: slugOf(name),
        name,
        description,
        readers: readers.length === 0 ? ["everyone"] : readers,
      }),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: collectionsQuery.queryKey });
      setName("");
      setDescription("");
      onClose();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    creation.mutate();
  };
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      title={text.newCollection}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <form onSubmit={submit}>
        <Stack gap="md">
          <TextInput
            label={text.name}
            required
            withAsterisk={false}
            data-autofocus
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <TextInput
            label={text.description}
            value={description}
            onChange={(event) => setDescription(event.currentTarget.value)}
          />
          <MultiSelect
            label={text.shareWith}
            description={text.shareHint}
            data={groups.map((group) => ({ value: group.slug, label: group.name }))}
            value={readers}
            onChange={setReaders}
          />
          {creation.error && <ErrorNote error={creation.error} />}
          <Button type="submit" loading={creation.isPending} disabled={slugOf(name) === ""}>
            {text.create}
          </Button>
        </Stack>
      </form>
    </Modal>
  );
}
