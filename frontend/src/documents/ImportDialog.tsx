import { Button, Modal, Select, Stack, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { importWebsite } from "../api/documents";
import { Problem } from "../api/problem";
import type { Collection } from "../api/types";
import { ErrorNote } from "../ui/ErrorNote";
import { text } from "./text";

interface Props {
  isOpen: boolean;
  collections: readonly Collection[];
  target: string;
  onClose: () => void;
}

/** Bring in the pages of one website below one path. */
export function ImportDialog({ isOpen, collections, target, onClose }: Props) {
  const [url, setUrl] = useState("");
  const [prefix, setPrefix] = useState("/");
  const [chosen, setChosen] = useState<string | null>(null);
  const starting = useMutation({
    mutationFn: () => importWebsite({ url, path_prefix: prefix, collection: chosen ?? target }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    starting.mutate();
  };
  const close = () => {
    starting.reset();
    onClose();
  };
  const problem = starting.error instanceof Problem ? starting.error : null;
  return (
    <Modal
      opened={isOpen}
      onClose={close}
      title={text.importSite}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      {starting.isSuccess ? (
        <p role="status">{text.importStarted}</p>
      ) : (
        <form onSubmit={submit}>
          <Stack gap="md">
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
            <Select
              label={text.into}
              data={collections.map(({ slug, name }) => ({ value: slug, label: name }))}
              value={chosen ?? target}
              allowDeselect={false}
              onChange={setChosen}
            />
            {starting.error && <ErrorNote error={starting.error} />}
            <Button type="submit" loading={starting.isPending}>
              {text.startImport}
            </Button>
          </Stack>
        </form>
      )}
    </Modal>
  );
}
