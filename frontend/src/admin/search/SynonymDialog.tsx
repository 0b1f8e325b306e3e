import { Button, Checkbox, Stack, Textarea } from "@mantine/core";
import { type FormEvent, useState } from "react";
import type { SynonymGroup } from "../../api/types";
import { Dialog } from "../../ui/Dialog";
import { termsIn } from "./lists";
import { text } from "./text";

interface Props {
  isOpen: boolean;
  title: string;
  group?: SynonymGroup;
  onClose: () => void;
  onSave: (group: SynonymGroup) => void;
}

/** Write a list of words that mean the same. */
export function SynonymDialog({ isOpen, title, group, onClose, onSave }: Props) {
  return (
    <Dialog isOpen={isOpen} title={title} onClose={onClose}>
      <Fields {...(group ? { group } : {})} onSave={onSave} />
    </Dialog>
  );
}

function Fields({ group, onSave }: Pick<Props, "group" | "onSave">) {
  const [written, setWritten] = useState(group?.terms.join(", ") ?? "");
  const [isOneWay, setOneWay] = useState(group?.one_way ?? false);
  const terms = termsIn(written);
  const save = (event: FormEvent) => {
    event.preventDefault();
    onSave({ terms, one_way: isOneWay });
  };
  return (
    <form onSubmit={save}>
      <Stack gap="md">
        <Textarea
          label={text.terms}
          description={text.termsHint}
          autosize
          minRows={3}
          data-autofocus
          value={written}
          onChange={(event) => setWritten(event.currentTarget.value)}
        />
        <Checkbox
          label={text.oneWay}
          description={text.oneWayHint}
          checked={isOneWay}
          onChange={(event) => setOneWay(event.currentTarget.checked)}
        />
        <Button type="submit" disabled={terms.length < 2}>
          {text.save}
        </Button>
      </Stack>
    </form>
  );
}
