import { useState } from "react";
import type { Collection } from "../api/types";
import { Form } from "../ui/Form";
import { CollectionField, firstChoice } from "./CollectionField";
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
  const [slug, setSlug] = useState(firstChoice(collections, chosen));
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
      <CollectionField collections={collections} slug={slug} isFirst={true} onChoose={setSlug} />
      <ReadersField hint={text.fileReadersHint} readers={readers} onReaders={setReaders} />
    </Form>
  );
}
