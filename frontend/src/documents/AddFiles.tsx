import { Select } from "@mantine/core";
import { useState } from "react";
import type { Collection } from "../api/types";
import { Form } from "../ui/Form";
import { ReadersField } from "./ReadersField";
import { text } from "./text";
import type { UploadTarget } from "./uploads";

interface Props {
  files: readonly File[];
  collections: readonly Collection[];
  /** The collection that is shown; none where all are. */
  chosen: string | undefined;
  onAdd: (files: readonly File[], target: UploadTarget) => void;
}

/** Ask where files go and who may read them, before anything is sent. */
export function AddFiles({ files, collections, chosen, onAdd }: Props) {
  const only = collections.length === 1 ? collections[0]?.slug : undefined;
  const [slug, setSlug] = useState<string | null>(chosen ?? only ?? null);
  const [readers, setReaders] = useState<string[]>([]);
  const collection = collections.find((one) => one.slug === slug);
  const send = () => {
    if (collection !== undefined)
      onAdd(files, { collection: collection.slug, place: collection.name, readers });
  };
  return (
    <Form
      submit={text.addCount(files.length)}
      isReady={collection !== undefined}
      attempt={{ isPending: false, error: null, mutate: send }}
    >
      <Select
        label={text.into}
        placeholder={text.chooseCollection}
        data-autofocus
        data={collections.map((one) => ({ value: one.slug, label: one.name }))}
        value={slug}
        allowDeselect={false}
        onChange={setSlug}
      />
      <ReadersField hint={text.fileReadersHint} readers={readers} onReaders={setReaders} />
    </Form>
  );
}
