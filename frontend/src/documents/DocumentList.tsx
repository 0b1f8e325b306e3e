import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { type DocumentFilter, documentsQuery } from "../api/documents";
import { EmptyState } from "../ui/EmptyState";
import { ErrorNote } from "../ui/ErrorNote";
import { LoadingLines } from "../ui/LoadingLines";
import { MoreButton } from "../ui/MoreButton";
import { ActionBar } from "./bulk/ActionBar";
import { isChosen, none, type Selection, toggled } from "./bulk/selection";
import classes from "./DocumentList.module.css";
import { DocumentRow } from "./DocumentRow";
import { text } from "./text";

interface Props {
  filter: DocumentFilter;
  isLibrarian: boolean;
}

/** The documents that fit the filter, with their states kept up to date. */
export function DocumentList({ filter, isLibrarian }: Props) {
  const list = useInfiniteQuery(documentsQuery(filter));
  const [selection, setSelection] = useState<Selection>(none);
  const { data, error, isPending, refetch } = list;
  if (isPending) return <LoadingLines label={text.loading} count={6} />;
  if (error && data === undefined) return <ErrorNote error={error} onRetry={() => void refetch()} />;
  const documents = data.pages.flatMap((page) => page.results);
  const isFiltered = Object.values(filter).some((value) => value !== undefined && value !== "");
  if (documents.length === 0) {
    if (isFiltered) return <EmptyState title={text.noneTitle} body={text.noneBody} />;
    return <EmptyState title={text.emptyTitle} body={isLibrarian ? text.emptyBody : text.emptyReader} />;
  }
  return (
    <>
      {isLibrarian && (
        <ActionBar
          selection={selection}
          filter={filter}
          titleOf={(id) => documents.find((one) => one.id === id)?.title ?? id}
          onSelect={setSelection}
        />
      )}
      <ul className={classes["list"]}>
        {documents.map((document) => (
          <DocumentRow
            key={document.id}
            document={document}
            isLibrarian={isLibrarian}
            isChosen={isChosen(selection, document.id)}
            onChoose={() =>
              setSelection(
                toggled(
                  selection,
                  document.id,
                  documents.map(({ id }) => id),
                ),
              )
            }
          />
        ))}
      </ul>
      <MoreButton list={list} size="sm" variant="default" mt="lg" />
    </>
  );
}
