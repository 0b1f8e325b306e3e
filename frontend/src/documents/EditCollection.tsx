import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { changeCollection, collectionsQuery, documentsKey } from "../api/documents";
import type { Collection } from "../api/types";
import { Form } from "../ui/Form";
import { CollectionFields } from "./CollectionFields";
import { changesOf } from "./changes";
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
  return (
    <Form
      submit={text.save}
      isReady={wanted.name.trim() !== "" && wanted.readers.length > 0}
      attempt={change}
    >
      <CollectionFields
        wanted={wanted}
        readersHint={text.collectionReadersHint}
        error={change.error}
        onWanted={setWanted}
      />
    </Form>
  );
}
