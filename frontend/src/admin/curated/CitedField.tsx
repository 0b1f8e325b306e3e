import { CloseButton, Group, Select } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { documentsQuery } from "../../api/documents";
import classes from "./CuratedScreen.module.css";
import type { Cited } from "./draft";
import { text } from "./text";

interface Props {
  documents: Cited[];
  error: string | undefined;
  onDocuments: (documents: Cited[]) => void;
}

/** The documents that an answer cites, in the order of their numbers. */
export function CitedField({ documents, error, onDocuments }: Props) {
  const [words, setWords] = useState("");
  const found = useInfiniteQuery(documentsQuery({ q: words }));
  const titles = new Map(
    (found.data?.pages ?? []).flatMap((page) => page.results).map(({ id, title }) => [id, title]),
  );
  const add = (document: string | null) => {
    const title = document === null ? undefined : titles.get(document);
    if (document === null || title === undefined) return;
    onDocuments([...documents, { document, chunk: null, title }]);
    setWords("");
  };
  return (
    <div>
      <Select
        label={text.documents}
        description={text.documentsHint}
        placeholder={text.findDocument}
        data={[...titles].map(([value, label]) => ({ value, label }))}
        value={null}
        searchable
        searchValue={words}
        error={error}
        filter={({ options }) => options}
        onSearchChange={setWords}
        onChange={add}
      />
      {documents.length > 0 && (
        <ol className={classes["cited"]}>
          {documents.map((cited, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a document may be cited twice, by its number
            <li key={index}>
              <Group gap="xs" wrap="nowrap">
                <span>{cited.title}</span>
                <CloseButton
                  size="sm"
                  aria-label={text.leaveOut(cited.title)}
                  onClick={() => onDocuments(documents.filter((_, other) => other !== index))}
                />
              </Group>
            </li>
          ))}
        </ol>
      )}
    </div>
  );
}
