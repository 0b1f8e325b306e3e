import { Select, TextInput } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { documentsQuery } from "../../api/documents";
import type { RaglanDocument } from "../../api/types";
import { text } from "./text";

/** What a form decides about a document; empty is nothing decided. */
export interface Life {
  owner: string;
  review_on: string;
  expires_at: string;
  supersedes: string;
}

interface Props {
  document: RaglanDocument;
  life: Life;
  about: (field: string) => string | undefined;
  onLife: (life: Life) => void;
}

/** Owner, review, end and predecessor of a document. */
export function LifeFields({ document, life, about, onLife }: Props) {
  const [words, setWords] = useState("");
  const found = useInfiniteQuery(documentsQuery({ q: words }));
  const others = (found.data?.pages ?? [])
    .flatMap((page) => page.results)
    .filter((one) => one.id !== document.id);
  const choices = new Map(others.map(({ id, title }) => [id, title]));
  if (document.supersedes !== null) choices.set(document.supersedes.id, document.supersedes.title);
  const set = (field: keyof Life) => (value: string) => onLife({ ...life, [field]: value });
  return (
    <>
      <TextInput
        label={text.owner}
        description={text.ownerHint}
        value={life.owner}
        error={about("owner")}
        onChange={(event) => set("owner")(event.currentTarget.value)}
      />
      <TextInput
        type="date"
        label={text.reviewOn}
        description={text.reviewHint}
        value={life.review_on}
        error={about("review_on")}
        onChange={(event) => set("review_on")(event.currentTarget.value)}
      />
      <TextInput
        type="datetime-local"
        label={text.expiresAt}
        description={text.expiryHint}
        value={life.expires_at}
        error={about("expires_at")}
        onChange={(event) => set("expires_at")(event.currentTarget.value)}
      />
      <Select
        label={text.supersedes}
        description={text.supersedesHint}
        placeholder={text.nothing}
        data={[...choices].map(([value, label]) => ({ value, label }))}
        value={life.supersedes === "" ? null : life.supersedes}
        searchable
        clearable
        error={about("supersedes")}
        onSearchChange={(typed) => setWords([...choices.values()].includes(typed) ? "" : typed)}
        onChange={(chosen) => set("supersedes")(chosen ?? "")}
      />
    </>
  );
}
