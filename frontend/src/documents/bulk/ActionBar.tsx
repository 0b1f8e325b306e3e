import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { Pencil, RotateCw, Trash2 } from "lucide-react";
import { useState } from "react";
import type { DocumentFilter } from "../../api/documents";
import { Confirm } from "../../ui/Confirm";
import { Dialog } from "../../ui/Dialog";
import classes from "./ActionBar.module.css";
import { EditMany } from "./EditMany";
import { Outcome } from "./Outcome";
import { isEmpty, none, type Selection } from "./selection";
import { text } from "./text";
import { useBulkEdit, useMeant } from "./useBulkEdit";

interface Props {
  selection: Selection;
  filter: DocumentFilter;
  titleOf: (id: string) => string;
  onSelect: (selection: Selection) => void;
}

type Work = "delete" | "retry";
const words = {
  delete: { title: text.deleteTitle, body: text.deleteBody, confirm: text.confirmDelete, done: text.deleted },
  retry: { title: text.retryTitle, body: text.retryBody, confirm: text.retry, done: text.retried },
} as const;

/** What can be done with all that is selected, and what became of it. */
export function ActionBar({ selection, filter, titleOf, onSelect }: Props) {
  const [asking, setAsking] = useState<Work | null>(null);
  const [isEditing, editing] = useDisclosure(false);
  const [done, setDone] = useState<(changed: number) => string>(() => text.done);
  const edit = useBulkEdit(selection);
  const meant = useMeant(selection, asking !== null || isEditing || "filter" in selection);
  const count = meant.data ?? ("ids" in selection ? selection.ids.length : 0);
  const finish = (sentence: (changed: number) => string) => {
    setDone(() => sentence);
    setAsking(null);
    editing.close();
    onSelect(none);
  };
  const shown = asking ?? "retry";
  const attempt = {
    isPending: edit.isPending,
    error: edit.error,
    mutate: () => edit.mutate({ do: shown }, { onSuccess: () => finish(words[shown].done) }),
  };
  return (
    <>
      {edit.data && <Outcome words={done} edited={edit.data} titleOf={titleOf} onDismiss={edit.reset} />}
      {!isEmpty(selection) && (
        <section className={classes["root"]} aria-label={text.bar}>
          <p className={classes["count"]} aria-live="polite">
            {text.chosen(count)}
          </p>
          {"ids" in selection && (
            <Button size="compact-sm" variant="subtle" onClick={() => onSelect({ filter })}>
              {text.all}
            </Button>
          )}
          <div className={classes["actions"]}>
            <Button size="compact-sm" leftSection={<Pencil size={14} />} onClick={editing.open}>
              {text.edit}
            </Button>
            <Button
              size="compact-sm"
              variant="default"
              leftSection={<RotateCw size={14} />}
              onClick={() => setAsking("retry")}
            >
              {text.retry}
            </Button>
            <Button
              size="compact-sm"
              variant="default"
              leftSection={<Trash2 size={14} />}
              onClick={() => setAsking("delete")}
            >
              {text.delete}
            </Button>
            <Button size="compact-sm" variant="subtle" onClick={() => onSelect(none)}>
              {text.clear}
            </Button>
          </div>
        </section>
      )}
      <Confirm
        isOpen={asking !== null}
        title={words[shown].title}
        confirm={words[shown].confirm}
        attempt={attempt}
        isDangerous={shown === "delete"}
        onClose={() => setAsking(null)}
      >
        {meant.isFetching ? text.counting : words[shown].body(count)}
      </Confirm>
      <Dialog isOpen={isEditing} title={text.editTitle} onClose={editing.close}>
        <EditMany
          count={count}
          error={edit.error}
          isPending={edit.isPending}
          onEdit={(set) => edit.mutate({ set }, { onSuccess: () => finish(text.done) })}
        />
      </Dialog>
    </>
  );
}
