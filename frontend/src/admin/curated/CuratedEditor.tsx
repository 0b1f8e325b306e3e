import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { changeCurated, createCurated, curatedKey } from "../../api/curated";
import { problemOf } from "../../api/problem";
import { Dialog } from "../../ui/Dialog";
import { Form } from "../../ui/Form";
import { CuratedFields } from "./CuratedFields";
import { bodyOf, type Draft } from "./draft";
import { text } from "./text";

interface Props {
  isOpen: boolean;
  title: string;
  /** Null for a new answer. */
  id: string | null;
  before: Draft;
  /** Documents that some readers may not read. */
  narrower?: readonly string[];
  onClose: () => void;
  onSaved?: () => void;
}

/** Write an answer, or change one. */
export function CuratedEditor({ isOpen, title, onClose, ...form }: Props) {
  return (
    <Dialog isOpen={isOpen} title={title} size="xl" onClose={onClose}>
      <EditorForm {...form} onClose={onClose} />
    </Dialog>
  );
}

function EditorForm({ id, before, narrower = [], onClose, onSaved }: Omit<Props, "isOpen" | "title">) {
  const [draft, setDraft] = useState(before);
  const queryClient = useQueryClient();
  const saving = useMutation({
    mutationFn: () => (id === null ? createCurated(bodyOf(draft)) : changeCurated(id, bodyOf(draft))),
    onSuccess: () => {
      void queryClient.invalidateQueries({ queryKey: curatedKey });
      onSaved?.();
      onClose();
    },
  });
  const isReady = draft.question.trim() !== "" && draft.answer.trim() !== "" && draft.readers.length > 0;
  return (
    <Form submit={text.save} isReady={isReady} attempt={saving}>
      <CuratedFields
        draft={draft}
        narrower={narrower}
        about={(field) => problemOf(saving.error)?.about(field)}
        onDraft={setDraft}
      />
    </Form>
  );
}
