import { Button, SegmentedControl } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { ArrowLeft } from "lucide-react";
import { feedbackKey, triageFeedback } from "../../api/admin";
import type { FeedbackEntry, TriageStatus } from "../../api/types";
import { reasonWords } from "../../chat/text";
import { Prose } from "../../markdown/Prose";
import { ErrorNote } from "../../ui/ErrorNote";
import { formatMoment } from "../../ui/time";
import { triageWords } from "../text";
import classes from "./FeedbackDetail.module.css";
import { Findings } from "./Findings";
import { TraceView } from "./TraceView";
import { text } from "./text";

interface Props {
  entry: FeedbackEntry;
  onBack: () => void;
}

const statuses = Object.entries(triageWords).map(([value, label]) => ({ value, label }));

/** One entry: the answer, what was said about it, and the whole trace. */
export function FeedbackDetail({ entry, onBack }: Props) {
  const queryClient = useQueryClient();
  const triage = useMutation({
    mutationFn: (status: TriageStatus) => triageFeedback(entry.id, { status }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: feedbackKey }),
  });
  const status = triage.isPending ? triage.variables : entry.status;
  const person = entry.person?.name || entry.person?.email || text.someone;
  return (
    <article className={classes["root"]}>
      <Button
        className={classes["back"] ?? ""}
        size="compact-sm"
        variant="subtle"
        leftSection={<ArrowLeft size={15} />}
        onClick={onBack}
      >
        {text.back}
      </Button>
      <h3 className={classes["question"]}>{entry.question}</h3>
      <p className={classes["who"]}>
        {person}, {formatMoment(entry.created_at)}
      </p>
      <SegmentedControl
        size="xs"
        aria-label={text.setStatus}
        data={statuses}
        value={status}
        onChange={(value) => triage.mutate(value as TriageStatus)}
      />
      {triage.error && <ErrorNote error={triage.error} />}
      {(entry.comment !== "" || entry.reasons.length > 0) && (
        <section>
          <h4>{text.said}</h4>
          {entry.reasons.length > 0 && <p>{entry.reasons.map((reason) => reasonWords[reason]).join(", ")}</p>}
          {entry.comment !== "" && <blockquote>{entry.comment}</blockquote>}
        </section>
      )}
      {entry.expected_answer !== "" && (
        <section>
          <h4>{text.expected}</h4>
          <blockquote>{entry.expected_answer}</blockquote>
        </section>
      )}
      <section>
        <h4>{text.answer}</h4>
        {entry.answer === null ? <p>{text.answerHidden}</p> : <Prose text={entry.answer} />}
      </section>
      <section>
        <h4>{text.findings}</h4>
        <Findings entry={entry} />
      </section>
      <section>
        <h4>{text.trace}</h4>
        <TraceView message={entry.message} />
      </section>
    </article>
  );
}
