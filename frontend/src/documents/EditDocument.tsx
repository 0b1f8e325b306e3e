import { Select, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { changeDocument, collectionsQuery, documentKey, documentsKey } from "../api/documents";
import { problemOf } from "../api/problem";
import type { RaglanDocument } from "../api/types";
import { Form } from "../ui/Form";
import { changesOf } from "./changes";
import { type Life, LifeFields } from "./life/LifeFields";
import { absoluteMoment, localMoment } from "./life/moment";
import { ReadersField } from "./ReadersField";
import { text } from "./text";

/** What is decided anew; an empty field decides nothing any more. */
function lifeChanges(kept: Life, wanted: Life) {
  const changed = Object.entries(changesOf(kept, wanted));
  return Object.fromEntries(
    changed.map(([field, value]) => [field, field === "expires_at" ? absoluteMoment(value) : value || null]),
  );
}

/** Rename a document, move it, and choose its readers; what stays as it is isn't sent. */
export function EditDocument({ document, onClose }: { document: RaglanDocument; onClose: () => void }) {
  const kept = { title: document.title, collection: document.collection, readers: document.readers };
  const keptLife: Life = {
    owner: document.owner?.email ?? "",
    review_on: document.review_on ?? "",
    expires_at: localMoment(document.expires_at),
    supersedes: document.supersedes?.id ?? "",
  };
  const [wanted, setWanted] = useState(kept);
  const [life, setLife] = useState(keptLife);
  const queryClient = useQueryClient();
  const { data: collections = [] } = useQuery(collectionsQuery);
  const change = useMutation({
    mutationFn: () =>
      changeDocument(document.id, { ...changesOf(kept, wanted), ...lifeChanges(keptLife, life) }),
    onSuccess: async () => {
      onClose();
      await Promise.all([
        queryClient.invalidateQueries({ queryKey: documentsKey }),
        queryClient.invalidateQueries({ queryKey: documentKey(document.id) }),
      ]);
    },
  });
  const problem = problemOf(change.error);
  return (
    <Form submit={text.save} isReady={wanted.title.trim() !== ""} attempt={change}>
      <TextInput
        label={text.documentTitle}
        required
        withAsterisk={false}
        data-autofocus
        value={wanted.title}
        error={problem?.about("title")}
        onChange={(event) => setWanted({ ...wanted, title: event.currentTarget.value })}
      />
      <Select
        label={text.collection}
        data={collections.map(({ slug, name }) => ({ value: slug, label: name }))}
        value={wanted.collection}
        allowDeselect={false}
        onChange={(slug) => slug !== null && setWanted({ ...wanted, collection: slug })}
      />
      <ReadersField
        hint={text.documentReadersHint}
        readers={wanted.readers}
        error={problem?.about("readers")}
        onReaders={(readers) => setWanted({ ...wanted, readers })}
      />
      <LifeFields document={document} life={life} about={(field) => problem?.about(field)} onLife={setLife} />
    </Form>
  );
}
