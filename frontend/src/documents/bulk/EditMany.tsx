import { Group, Select, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { collectionsQuery } from "../../api/documents";
import { problemOf } from "../../api/problem";
import type { BulkEdit } from "../../api/types";
import { Form } from "../../ui/Form";
import { absoluteMoment } from "../life/moment";
import { ReadersField } from "../ReadersField";
import classes from "./EditMany.module.css";
import { text } from "./text";

type Changes = NonNullable<BulkEdit["set"]>;

interface Props {
  count: number;
  error: unknown;
  isPending: boolean;
  onEdit: (changes: Changes) => void;
}

const nothing = { collection: "", owner: "", review_on: "", expires_at: "", key: "", value: "" };

/** What the form changes: a field that was left empty isn't sent. */
export function changesIn(wanted: typeof nothing, readers: readonly string[]): Changes {
  const { collection, owner, review_on, expires_at, key, value } = wanted;
  return {
    ...(collection ? { collection } : {}),
    ...(owner ? { owner } : {}),
    ...(review_on ? { review_on } : {}),
    ...(expires_at ? { expires_at: absoluteMoment(expires_at) } : {}),
    ...(key ? { metadata: { [key]: value || null } } : {}),
    ...(readers.length > 0 ? { readers: [...readers] } : {}),
  };
}

/** Change the same of many documents. */
export function EditMany({ count, error, isPending, onEdit }: Props) {
  const [wanted, setWanted] = useState(nothing);
  const [readers, setReaders] = useState<string[]>([]);
  const { data: collections = [] } = useQuery(collectionsQuery);
  const changes = changesIn(wanted, readers);
  const problem = problemOf(error);
  const field = (name: keyof typeof nothing) => ({
    value: wanted[name],
    error: problem?.about(`set.${name}`) ?? problem?.about(name),
    onChange: (event: { currentTarget: HTMLInputElement }) =>
      setWanted({ ...wanted, [name]: event.currentTarget.value }),
  });
  return (
    <Form
      submit={text.save}
      isReady={Object.keys(changes).length > 0}
      attempt={{ isPending, error, mutate: () => onEdit(changes) }}
      foot={<p className={classes["note"]}>{text.meant(count)}</p>}
    >
      <p className={classes["note"]}>{text.unchangedHint}</p>
      <Select
        label={text.collection}
        placeholder={text.unchanged}
        clearable
        data={collections.map(({ slug, name }) => ({ value: slug, label: name }))}
        value={wanted.collection === "" ? null : wanted.collection}
        onChange={(slug) => setWanted({ ...wanted, collection: slug ?? "" })}
      />
      <ReadersField
        hint={text.readersHint}
        readers={readers}
        error={problem?.about("readers")}
        onReaders={setReaders}
      />
      <TextInput label={text.owner} description={text.ownerHint} {...field("owner")} />
      <Group grow align="start">
        <TextInput type="date" label={text.reviewOn} {...field("review_on")} />
        <TextInput type="datetime-local" label={text.expiresAt} {...field("expires_at")} />
      </Group>
      <Group grow align="end">
        <TextInput label={text.key} description={text.keyHint} {...field("key")} />
        <TextInput label={text.value} {...field("value")} />
      </Group>
    </Form>
  );
}
