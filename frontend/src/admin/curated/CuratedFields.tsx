import { Group, Textarea, TextInput } from "@mantine/core";
import { ReadersField } from "../../documents/ReadersField";
import { Prose } from "../../markdown/Prose";
import { CitedField } from "./CitedField";
import classes from "./CuratedScreen.module.css";
import type { Draft } from "./draft";
import { text } from "./text";

interface Props {
  draft: Draft;
  narrower: readonly string[];
  about: (field: string) => string | undefined;
  onDraft: (draft: Draft) => void;
}

const none: never[] = [];

/** What is asked and what is answered, for whom, from what, and until when. */
export function CuratedFields({ draft, narrower, about, onDraft }: Props) {
  const set = (field: keyof Draft) => (event: { currentTarget: { value: string } }) =>
    onDraft({ ...draft, [field]: event.currentTarget.value });
  return (
    <>
      <TextInput
        label={text.question}
        data-autofocus
        maxLength={500}
        value={draft.question}
        error={about("question")}
        onChange={set("question")}
      />
      <Textarea
        label={text.others}
        description={text.othersHint}
        autosize
        minRows={2}
        value={draft.others}
        error={about("wordings")}
        onChange={set("others")}
      />
      <Textarea
        label={text.answer}
        description={text.answerHint}
        autosize
        minRows={4}
        maxRows={16}
        value={draft.answer}
        error={about("answer")}
        onChange={set("answer")}
      />
      {draft.answer.trim() !== "" && (
        <section aria-label={text.preview}>
          <p className={classes["label"]}>{text.preview}</p>
          <div className={classes["preview"]}>
            <Prose text={draft.answer} sentences={none} />
          </div>
        </section>
      )}
      <CitedField
        documents={draft.documents}
        error={about("documents")}
        onDocuments={(documents) => onDraft({ ...draft, documents })}
      />
      {draft.hidden > 0 && <p className={classes["due"]}>{text.hidden(draft.hidden)}</p>}
      <ReadersField
        hint={text.readersHint}
        readers={draft.readers}
        error={about("readers")}
        onReaders={(readers) => onDraft({ ...draft, readers })}
      />
      {narrower.length > 0 && <p className={classes["due"]}>{text.narrower(narrower.join(", "))}</p>}
      <Group grow align="end">
        <TextInput
          label={text.owner}
          description={text.ownerHint}
          value={draft.owner}
          error={about("owner")}
          onChange={set("owner")}
        />
        <TextInput
          type="date"
          label={text.reviewOn}
          value={draft.review_on}
          error={about("review_on")}
          onChange={set("review_on")}
        />
        <TextInput
          type="date"
          label={text.expiresAt}
          description={text.expiryHint}
          value={draft.expires_on}
          error={about("expires_at")}
          onChange={set("expires_on")}
        />
      </Group>
    </>
  );
}
