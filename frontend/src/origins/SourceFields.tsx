import { NumberInput, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { collectionsQuery } from "../api/documents";
import { besideFields, problemOf } from "../api/problem";
import { changeSource, createSource, sourcesKey } from "../api/sources";
import type { Source, SourceKind } from "../api/types";
import { CollectionField, firstChoice } from "../documents/CollectionField";
import { Form } from "../ui/Form";
import { draftOf, fieldsOf, mustSealAgain, savedOf, triedOf } from "./form";
import { PlaceFields } from "./PlaceFields";
import { ScheduleFields } from "./ScheduleFields";
import { Trial } from "./Trial";
import { text } from "./text";
import { useTrial } from "./useTrial";

interface Props {
  kind: SourceKind;
  source: Source | undefined;
  onClose: () => void;
}

/** The fields of one kind: its name, where it is, and when it is read. */
export function SourceFields({ kind, source, onClose }: Props) {
  const { data: collections = [] } = useQuery(collectionsQuery);
  const [draft, setDraft] = useState(() => draftOf(source, null));
  const collection = draft.collection ?? firstChoice(collections, undefined);
  const queryClient = useQueryClient();
  const saving = useMutation({
    mutationFn: () =>
      source
        ? changeSource(source.id, savedOf(kind, draft))
        : createSource({ ...savedOf(kind, draft), kind: kind.name, collection: collection ?? "" }),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: sourcesKey });
      onClose();
    },
  });
  const trial = useTrial(triedOf(kind, draft, source?.id));
  const about = (field: string) => problemOf(saving.error)?.about(field) ?? trial.about(field);
  const fields = fieldsOf(kind);
  const mustSeal = mustSealAgain(kind, source, draft);
  return (
    <Form
      submit={source ? text.save : text.add}
      isReady={draft.name.trim() !== "" && collection !== null}
      attempt={saving}
      error={besideFields(saving.error, "name", "secrets", ...fields)}
    >
      <TextInput
        label={text.name}
        required
        withAsterisk={false}
        data-autofocus={source !== undefined || undefined}
        value={draft.name}
        error={about("name")}
        onChange={(event) => setDraft({ ...draft, name: event.currentTarget.value })}
      />
      {source === undefined && (
        <CollectionField
          collections={collections}
          slug={collection}
          onChoose={(chosen) => setDraft({ ...draft, collection: chosen })}
        />
      )}
      <PlaceFields
        kind={kind}
        draft={draft}
        kept={source?.secrets ?? []}
        mustSeal={mustSeal}
        about={about}
        onChange={setDraft}
      />
      <Trial
        trial={trial}
        fields={fields}
        onTry={() => {
          saving.reset();
          trial.run();
        }}
      />
      <ScheduleFields schedule={draft.schedule} onChange={(schedule) => setDraft({ ...draft, schedule })} />
      <NumberInput
        label={text.share}
        description={text.shareHint}
        min={0}
        max={100}
        suffix=" %"
        value={draft.share}
        onChange={(share) => setDraft({ ...draft, share: Number(share) })}
      />
    </Form>
  );
}
