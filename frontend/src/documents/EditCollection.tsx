import { TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { changeCollection, collectionsQuery, documentsKey } from "../api/documents";
import { Problem } from "../api/problem";
import type { Collection } from "../api/types";
import { Form } from "../ui/Form";
import { changesOf } from "./changes";
import { ReadersField } from "./ReadersField";
import { text } from "./text";

/** Rename and describe a collection, and choose its readers; its documents follow at once. */
export function EditCollection({ collection, onClose }: { collection: Collection; onClose: () => void }) {
  const { name, description, readers } = collection;
  const [wanted, setWanted] = useState({ name, description, readers });
  const queryClient = useQueryClient();
  const change = useMutation({
    mutationFn: () => changeCollection(collection.slug, changesOf({ name, description, readers }, wanted)),
    onSuccess: async () => {
      onClose();
      await Promise.all([
        queryClient.invalidateQueries({ queryKey: collectionsQuery.queryKey }),
        queryClient.invalidateQueries({ queryKey: documentsKey }),
      ]);
    },
  });
  const problem = change.error instanceof Problem ? change.error : null;
  return (
    <Form
      submit={text.save}
      isReady={wanted.name.trim() !== "" && wanted.readers.length > 0}
      isBusy={change.isPending}
      error={change.error}
      onSubmit={change.mutate}
    >
      <TextInput
        label={text.name}
        required
        withAsterisk={false}
        data-autofocus
        value={wanted.name}
        error={problem?.about("name")}
        onChange={(event) => setWanted({ ...wanted, name: event.currentTarget.value })}
      />
      <TextInput
        label={text.description}
        value={wanted.description}
        onChange={(event) => setWanted({ ...wanted, description: event.currentTarget.value })}
      />
      <ReadersField
        hint={text.collectionReadersHint}
        readers={wanted.readers}
        error={problem?.about("readers")}
        onReaders={(chosen) => setWanted({ ...wanted, readers: chosen })}
      />
    </Form>
  );
}
