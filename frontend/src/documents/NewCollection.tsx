import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { collectionsQuery, createCollection } from "../api/documents";
import { Form } from "../ui/Form";
import { CollectionFields } from "./CollectionFields";
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
  return (
    <Form submit={text.create} isReady={slug !== "" && wanted.readers.length > 0} attempt={creation}>
      <CollectionFields
        wanted={wanted}
        readersHint={text.newCollectionReadersHint}
        error={creation.error}
        onWanted={setWanted}
      />
    </Form>
  );
}
