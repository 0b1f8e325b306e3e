import type { Ref } from "react";
import type { RaglanDocument } from "../api/types";
import { text } from "./text";
import { uploadQueue } from "./uploadQueue";

interface Props {
  document: RaglanDocument;
  ref: Ref<HTMLInputElement>;
}

/** Takes the file that replaces a document's; the version before answers until the new one is ready. */
export function NewVersionInput({ document, ref }: Props) {
  const { collection, external_id: externalId, title } = document;
  return (
    <input
      ref={ref}
      type="file"
      hidden
      aria-label={`${text.newVersion}: ${title}`}
      onChange={(event) => {
        const target = { collection, place: text.newVersionOf(title), readers: [], externalId };
        uploadQueue.add([...(event.currentTarget.files ?? [])], target);
        event.currentTarget.value = "";
      }}
    />
  );
}
