import { NumberInput, Select, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { collectionsQuery } from "../api/documents";
import { problemOf } from "../api/problem";
import { changeSource, createSource, kindsQuery, sourcesKey } from "../api/sources";
import type { Source, SourceKind } from "../api/types";
import { CollectionField, firstChoice } from "../documents/CollectionField";
import { Form } from "../ui/Form";
import { draftOf, scheduleOf, secretsOf, settingsOf } from "./form";
import { ScheduleFields } from "./ScheduleFields";
import { SecretField } from "./SecretField";
import { SettingField } from "./SettingField";
import { Trial } from "./Trial";
import { text } from "./text";

/** Add a source, or change one; what is asked for is what its kind says. */
export function SourceForm({ source, onClose }: { source?: Source; onClose: () => void }) {
  const { data: kinds = [] } = useQuery(kindsQuery);
  const [chosen, setChosen] = useState(source?.kind ?? "website");
  const kind = kinds.find(({ name }) => name === chosen);
  return (
    <>
      {source === undefined && (
        <Select
          label={text.kind}
          description={kind?.description}
          mb="md"
          data={kinds.map(({ name, title }) => ({ value: name, label: title }))}
          value={chosen}
          allowDeselect={false}
          onChange={(name) => setChosen(name ?? chosen)}
        />
      )}
      {kind && <Fields key={kind.name} kind={kind} source={source} onClose={onClose} />}
    </>
  );
}

interface Props {
  kind: SourceKind;
  source: Source | undefined;
  onClose: () => void;
}

function Fields({ kind, source, onClose }: Props) {
  const { data: collections = [] } = useQuery(collectionsQuery);
  const [draft, setDraft] = useState(() => draftOf(source, firstChoice(collections, undefined)));
  const queryClient = useQueryClient();
  const saving = useMutation({
    mutationFn: () => {
      const secrets = secretsOf(draft);
      const said = {
        name: draft.name,
        settings: settingsOf(kind, draft),
        schedule: scheduleOf(draft),
        removal_share: draft.share,
        ...(secrets === undefined ? {} : { secrets }),
      };
      return source
        ? changeSource(source.id, said)
        : createSource({ ...said, kind: kind.name, collection: draft.collection ?? "" });
    },
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: sourcesKey });
      onClose();
    },
  });
  const about = (field: string) => problemOf(saving.error)?.about(field);
  const isReady = draft.name !== "" && draft.collection !== null;
  return (
    <Form submit={source ? text.save : text.add} isReady={isReady} attempt={saving}>
      <TextInput
        label={text.name}
        required
        withAsterisk={false}
        data-autofocus
        value={draft.name}
        error={about("name")}
        onChange={(event) => setDraft({ ...draft, name: event.currentTarget.value })}
      />
      {source === undefined && (
        <CollectionField
          collections={collections}
          slug={draft.collection}
          onChoose={(collection) => setDraft({ ...draft, collection })}
        />
      )}
      {kind.settings.map((setting) => (
        <SettingField
          key={setting.name}
          setting={setting}
          value={draft.settings[setting.name]}
          error={about(`settings.${setting.name}`)}
          onChange={(value) => setDraft({ ...draft, settings: { ...draft.settings, [setting.name]: value } })}
        />
      ))}
      {kind.secrets.map((secret) => (
        <SecretField
          key={secret.name}
          secret={secret}
          isKept={source?.secrets.includes(secret.name) ?? false}
          value={draft.secrets[secret.name] ?? ""}
          error={about(`secrets.${secret.name}`)}
          onChange={(value) => setDraft({ ...draft, secrets: { ...draft.secrets, [secret.name]: value } })}
        />
      ))}
      <Trial kind={kind} draft={draft} source={source?.id} />
      <ScheduleFields schedule={draft.schedule} onChange={(schedule) => setDraft({ ...draft, schedule })} />
      <NumberInput
        label={text.share}
        description={text.shareHint}
        min={0}
        max={100}
        value={draft.share}
        onChange={(share) => setDraft({ ...draft, share: Number(share) })}
      />
    </Form>
  );
}
