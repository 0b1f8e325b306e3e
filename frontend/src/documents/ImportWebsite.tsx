import { TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { importWebsite } from "../api/documents";
import { problemOf } from "../api/problem";
import type { Collection } from "../api/types";
import { Form } from "../ui/Form";
import { CollectionField, firstChoice } from "./CollectionField";
import { imports } from "./imports";
import { text } from "./text";

interface Props {
  collections: readonly Collection[];
  chosen: string | undefined;
  onClose: () => void;
}

/** Bring in the pages of one website below one path. */
export function ImportWebsite({ collections, chosen, onClose }: Props) {
  const [url, setUrl] = useState("");
  const [prefix, setPrefix] = useState("/");
  const [collection, setCollection] = useState(firstChoice(collections, chosen));
  const starting = useMutation({
    mutationFn: () => importWebsite({ url, path_prefix: prefix, collection: collection ?? "" }),
    onSuccess: ({ job }) => {
      imports.follow({ job, url });
      onClose();
    },
  });
  const problem = problemOf(starting.error);
  return (
    <Form submit={text.startImport} isReady={url !== "" && collection !== null} attempt={starting}>
      <TextInput
        label={text.address}
        description={text.addressHint}
        type="url"
        placeholder="https://docs.example.com/"
        required
        withAsterisk={false}
        data-autofocus
        value={url}
        error={problem?.about("url")}
        onChange={(event) => setUrl(event.currentTarget.value)}
      />
      <TextInput
        label={text.prefix}
        description={text.prefixHint}
        value={prefix}
        error={problem?.about("path_prefix")}
        onChange={(event) => setPrefix(event.currentTarget.value)}
      />
      <CollectionField collections={collections} slug={collection} onChoose={setCollection} />
    </Form>
  );
}
