import { Button, SegmentedControl } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { ArrowLeft } from "lucide-react";
import { feedbackKey, triageFeedback } from "../../api/admin";
import type { FeedbackEntry, TriageStatus } from "../../api/types";
import { reasonWords } from "../../chat/text";
import { ErrorNote } from "../../ui/ErrorNote";
import { formatMoment } from "../../ui/time";
import { MakeCurated } from "../curated/MakeCurated";
import { triageWords } from "../text";
import { AnswerSection } from "./AnswerSection";
import { desk } from "./desk";
import classes from "./FeedbackDetail.module.css";
import { Findings } from "./Findings";
import type { Findings as Found } from "./standing";
import { TraceView } from "./TraceView";
import { text } from "./text";

interface Props {
  entry: FeedbackEntry;
  draft: Found | null;
}

const statuses = Object.entries(triageWords).map(([value, label]) => ({ value, label }));

/** One entry: the answer, what was said about it, and the whole trace. */
export function FeedbackDetail({ entry, draft }: Props) {
  const queryClient = useQueryClient();
  const triage = useMutation({
    mutationFn: (status: TriageStatus) => triageFeedback(entry.id, { status }),
    onSuccess: (changed) => desk.refresh(changed),
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
        onClick={() => desk.hold(null)}
      >
        {text.back}
      </Button>
      <h2 className={classes["question"]}>{entry.question}</h2>
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
          <h3>{text.said}</h3>
          {entry.reasons.length > 0 && <p>{entry.reasons.map((reason) => reasonWords[reason]).join(", ")}</p>}
          {entry.comment !== "" && <blockquote>{entry.comment}</blockquote>}
        </section>
      )}
      {(entry.expected_answer !== "" || entry.expected_document !== "") && (
        <section>
          <h3>{text.expected}</h3>
          {entry.expected_document !== "" && <p>{text.from(entry.expected_document)}</p>}
          {entry.expected_answer !== "" && <blockquote>{entry.expected_answer}</blockquote>}
        </section>
      )}
      <section>
        <h3>{text.answer}</h3>
        <AnswerSection entry={entry} />
        <MakeCurated entry={entry} />
      </section>
      <section>
        <h3>{text.findings}</h3>
        <Findings entry={entry} draft={draft} />
      </section>
      <section>
        <h3>{text.trace}</h3>
        <TraceView message={entry.message} />
      </section>
    </article>
  );
}
