import { Select, Textarea } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { feedbackKey, triageFeedback } from "../../api/admin";
import { problemOf } from "../../api/problem";
import type { FeedbackEntry } from "../../api/types";
import { Form } from "../../ui/Form";
import { diagnosisWords } from "../text";
import { desk } from "./desk";
import classes from "./Findings.module.css";
import type { Findings as Found } from "./standing";
import { text } from "./text";

interface Props {
  entry: FeedbackEntry;
  draft: Found | null;
}

const causes = [
  { value: "", label: text.noDiagnosis },
  ...Object.entries(diagnosisWords).map(([value, label]) => ({ value, label })),
];

/** What somebody found out about an entry: the cause, and a note. */
export function Findings({ entry, draft }: Props) {
  const { diagnosis, note } = draft ?? entry;
  const queryClient = useQueryClient();
  const keeping = useMutation({
    mutationFn: (found: Found) => triageFeedback(entry.id, found),
    onSuccess: async (changed, sent) => {
      desk.refresh(changed);
      desk.saved(entry.id, sent);
      await queryClient.invalidateQueries({ queryKey: feedbackKey });
    },
  });
  const write = (changed: Partial<Found>) => {
    const found = { diagnosis, note, ...changed };
    const isSame = found.diagnosis === entry.diagnosis && found.note === entry.note;
    desk.keep(entry.id, isSame ? null : found);
  };
  const problem = problemOf(keeping.error);
  return (
    <div className={classes["root"]}>
      <Form
        submit={text.save}
        isReady={draft !== null}
        attempt={{ ...keeping, mutate: () => keeping.mutate({ diagnosis, note }) }}
      >
        <Select
          label={text.diagnosis}
          data={causes}
          value={diagnosis}
          allowDeselect={false}
          onChange={(value) => write({ diagnosis: (value ?? "") as FeedbackEntry["diagnosis"] })}
        />
        <Textarea
          label={text.note}
          description={text.noteHint}
          autosize
          minRows={2}
          maxRows={8}
          value={note}
          error={problem?.about("note")}
          onChange={(event) => write({ note: event.currentTarget.value })}
        />
      </Form>
      <p className={classes["said"]} role="status">
        {keeping.isSuccess && draft === null ? text.saved : ""}
      </p>
    </div>
  );
}
