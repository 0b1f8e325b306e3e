import { Select } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { documentsQuery } from "../api/documents";
import type { RaglanDocument } from "../api/types";
import { EmptyState } from "../ui/EmptyState";
import { ErrorNote } from "../ui/ErrorNote";
import { text } from "./text";

const patienceMilliseconds = 300;

interface Props {
  slug: string;
  document: RaglanDocument | null;
  onChoose: (document: RaglanDocument) => void;
}

/** Which document is cut: the latest to begin with, any other of the collection by its title. */
export function DocumentField({ slug, document, onChoose }: Props) {
  const [words, setWords] = useState("");
  const [settled] = useDebouncedValue(words, patienceMilliseconds);
  // What stands in the field after a choice is its title, and no search for others.
  const q = settled === "" || settled === document?.title ? undefined : settled;
  const filter = { collection: slug, status: "ready" as const, ...(q === undefined ? {} : { q }) };
  const list = useInfiniteQuery({ ...documentsQuery(filter), placeholderData: keepPreviousData });
  const documents = list.data?.pages.flatMap((page) => page.results) ?? [];
  const first = documents[0];
  useEffect(() => {
    if (document === null && first !== undefined) onChoose(first);
  }, [document, first, onChoose]);
  const shown =
    document === null || documents.some(({ id }) => id === document.id) || q !== undefined
      ? documents
      : [document, ...documents];
  if (list.error !== null) return <ErrorNote error={list.error} onRetry={() => void list.refetch()} />;
  if (list.isSuccess && document === null && first === undefined) {
    return <EmptyState title={text.noDocumentsTitle} body={text.noDocuments} />;
  }
  return (
    <Select
      label={text.document}
      data={shown.map(({ id, title }) => ({ value: id, label: title }))}
      value={document?.id ?? null}
      onChange={(chosen) => {
        const found = shown.find(({ id }) => id === chosen);
        if (found !== undefined) onChoose(found);
      }}
      allowDeselect={false}
      searchable
      // The server has searched already, by titles that may not hold the words as they were typed.
      filter={({ options }) => options}
      nothingFoundMessage={text.noneFound}
      onSearchChange={setWords}
    />
  );
}
