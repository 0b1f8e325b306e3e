import { Select, Textarea } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { feedbackKey, triageFeedback } from "../../api/admin";
import { Problem } from "../../api/problem";
import type { FeedbackEntry } from "../../api/types";
import { Form } from "../../ui/Form";
import { diagnosisWords } from "../text";
import classes from "./Findings.module.css";
import { text } from "./text";

const causes = [
  { value: "", label: text.noDiagnosis },
  ...Object.entries(diagnosisWords).map(([value, label]) => ({ value, label })),
];

/** What somebody found out about an entry: the cause, and a note. */
export function Findings({ entry }: { entry: FeedbackEntry }) {
  const [diagnosis, setDiagnosis] = useState(entry.diagnosis);
  const [note, setNote] = useState(entry.note);
  const queryClient = useQueryClient();
  const keeping = useMutation({
    mutationFn: () => triageFeedback(entry.id, { diagnosis, note }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: feedbackKey }),
  });
  const problem = keeping.error instanceof Problem ? keeping.error : null;
  const isChanged = diagnosis !== entry.diagnosis || note !== entry.note;
  return (
    <div className={classes["root"]}>
      <Form
        submit={text.save}
        isReady={isChanged}
        isBusy={keeping.isPending}
        error={keeping.error}
        onSubmit={keeping.mutate}
      >
        <Select
          label={text.diagnosis}
          data={causes}
          value={diagnosis}
          allowDeselect={false}
          onChange={(value) => setDiagnosis((value ?? "") as FeedbackEntry["diagnosis"])}
        />
        <Textarea
          label={text.note}
          description={text.noteHint}
          autosize
          minRows={2}
          maxRows={8}
          value={note}
          error={problem?.about("note")}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
      </Form>
      <p className={classes["said"]} role="status">
        {keeping.isSuccess && !isChanged ? text.saved : ""}
      </p>
    </div>
  );
}
