import { Button, SegmentedControl, TextInput } from "@mantine/core";
import { useDebouncedValue, useDisclosure } from "@mantine/hooks";
import { useInfiniteQuery } from "@tanstack/react-query";
import { PenLine } from "lucide-react";
import { useState } from "react";
import { curatedQuery } from "../../api/curated";
import { mayChangeDocuments } from "../../api/session";
import type { CuratedFilter } from "../../api/types";
import { useSession } from "../../app/useSession";
import { EmptyState } from "../../ui/EmptyState";
import { ErrorNote } from "../../ui/ErrorNote";
import { LoadingLines } from "../../ui/LoadingLines";
import { MoreButton } from "../../ui/MoreButton";
import { PageHead } from "../../ui/PageHead";
import { Rows } from "../Rows";
import { CuratedEditor } from "./CuratedEditor";
import { CuratedRow } from "./CuratedRow";
import classes from "./CuratedScreen.module.css";
import { emptyDraft } from "./draft";
import { MatchTest } from "./MatchTest";
import { filterWords, text } from "./text";

const filters = [
  { value: "", label: text.all },
  ...Object.entries(filterWords).map(([value, label]) => ({ value, label })),
];

/** The editors' own answers: which there are, which are due, and what a question would be answered by. */
export function CuratedScreen() {
  const mayWrite = mayChangeDocuments(useSession().role);
  const [state, setState] = useState<CuratedFilter | "">("");
  const [words, setWords] = useState("");
  const [q] = useDebouncedValue(words.trim(), 250);
  const [isWriting, writing] = useDisclosure(false);
  const list = useInfiniteQuery(curatedQuery({ ...(state && { state }), ...(q && { q }) }));
  const answers = list.data?.pages.flatMap((page) => page.results);
  return (
    <>
      <PageHead title={text.title} lead={text.lead}>
        {mayWrite && (
          <Button leftSection={<PenLine size={16} />} onClick={writing.open}>
            {text.newAnswer}
          </Button>
        )}
      </PageHead>
      <div className={classes["filters"]}>
        <SegmentedControl
          size="xs"
          aria-label={text.filter}
          className={classes["states"] ?? ""}
          data={filters}
          value={state}
          onChange={(value) => setState(value as CuratedFilter | "")}
        />
        <TextInput
          size="xs"
          aria-label={text.look}
          placeholder={text.look}
          value={words}
          onChange={(event) => setWords(event.currentTarget.value)}
        />
      </div>
      {list.isPending && <LoadingLines label={text.loading} />}
      {list.error && <ErrorNote error={list.error} onRetry={() => void list.refetch()} />}
      {answers?.length === 0 && <EmptyState title={text.emptyTitle} body={text.emptyBody} />}
      {answers && answers.length > 0 && (
        <Rows>
          {answers.map((answer) => (
            <CuratedRow key={answer.id} answer={answer} mayWrite={mayWrite} />
          ))}
        </Rows>
      )}
      <MoreButton list={list} />
      <MatchTest answers={answers ?? []} />
      {mayWrite && (
        <CuratedEditor
          isOpen={isWriting}
          title={text.newAnswer}
          id={null}
          before={emptyDraft}
          onClose={writing.close}
        />
      )}
    </>
  );
}
