import { TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { collectionsQuery, createCollection } from "../api/documents";
import { Problem } from "../api/problem";
import { Form } from "../ui/Form";
import { ReadersField } from "./ReadersField";
import { everyone } from "./readers";
import { slugOf } from "./slug";
import { text } from "./text";

/** Make a shelf for documents, with its readers. */
export function NewCollection({ onClose }: { onClose: () => void }) {
  const [wanted, setWanted] = useState({ name: "", description: "", readers: [everyone] });
  const queryClient = useQueryClient();
  const slug = slugOf(wanted.name);
  const creation = useMutation({
    mutationFn: () => createCollection({ ...wanted, slug }),
    onSuccess: async () => {
      onClose();
      await queryClient.invalidateQueries({ queryKey: collectionsQuery.queryKey });
    },
  });
  const problem = creation.error instanceof Problem ? creation.error : null;
  return (
    <Form
      submit={text.create}
      isReady={slug !== "" && wanted.readers.length > 0}
      isBusy={creation.isPending}
      error={creation.error}
      onSubmit={creation.mutate}
    >
      <TextInput
        label={text.name}
        required
        withAsterisk={false}
        data-autofocus
        value={wanted.name}
        error={problem?.about("name") ?? problem?.about("slug")}
        onChange={(event) => setWanted({ ...wanted, name: event.currentTarget.value })}
      />
      <TextInput
        label={text.description}
        value={wanted.description}
        onChange={(event) => setWanted({ ...wanted, description: event.currentTarget.value })}
      />
      <ReadersField
        hint={text.newCollectionReadersHint}
        readers={wanted.readers}
        error={problem?.about("readers")}
        onReaders={(readers) => setWanted({ ...wanted, readers })}
      />
    </Form>
  );
}
