import { Badge, Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { changeCurated, curatedKey, deleteCurated } from "../../api/curated";
import type { CuratedAnswer, CuratedChanges } from "../../api/types";
import { Confirm } from "../../ui/Confirm";
import { ErrorNote } from "../../ui/ErrorNote";
import { formatDay } from "../../ui/time";
import { Row } from "../Row";
import { CuratedEditor } from "./CuratedEditor";
import classes from "./CuratedScreen.module.css";
import { draftOf } from "./draft";
import { dueWords, stateWords, text } from "./text";

/** One answer: what it answers, for whom, what is due, and what can be done with it. */
export function CuratedRow({ answer, mayWrite }: { answer: CuratedAnswer; mayWrite: boolean }) {
  const [isEditing, editing] = useDisclosure(false);
  const [isRemoving, removing] = useDisclosure(false);
  const queryClient = useQueryClient();
  const settled = { onSettled: () => queryClient.invalidateQueries({ queryKey: curatedKey }) };
  const change = useMutation({
    mutationFn: (body: CuratedChanges) => changeCurated(answer.id, body),
    ...settled,
  });
  const remove = useMutation({ mutationFn: () => deleteCurated(answer.id), ...settled });
  const owner = answer.owner?.name || answer.owner?.email || text.someone;
  const facts = [
    text.by(owner, formatDay(answer.reviewed_at)),
    text.forReaders(answer.readers),
    answer.wordings.length > 0 && text.wordings(answer.wordings.length),
    answer.review_on !== null && text.nextReview(formatDay(answer.review_on)),
    answer.expires_at !== null && text.until(formatDay(answer.expires_at)),
  ].filter((fact) => fact !== false);
  const detail = (
    <>
      <p className={classes["facts"]}>{facts.join(" · ")}</p>
      {answer.due.length > 0 && (
        <p className={classes["due"]}>{answer.due.map((why) => dueWords[why]).join(" · ")}</p>
      )}
      {change.error && <ErrorNote error={change.error} />}
    </>
  );
  return (
    <Row name={answer.question} detail={detail}>
      <Badge variant="default">{stateWords[answer.state]}</Badge>
      {mayWrite && (
        <>
          {answer.due.length > 0 && answer.answer !== "" && (
            <Button size="compact-sm" variant="default" onClick={() => change.mutate({})}>
              {text.reviewed}
            </Button>
          )}
          <Button size="compact-sm" variant="default" onClick={editing.open}>
            {text.edit}
          </Button>
          <Button
            size="compact-sm"
            variant="default"
            onClick={() => change.mutate({ withdrawn: !answer.withdrawn })}
          >
            {answer.withdrawn ? text.putBack : text.withdraw}
          </Button>
          <Button size="compact-sm" variant="default" onClick={removing.open}>
            {text.remove}
          </Button>
          <CuratedEditor
            isOpen={isEditing}
            title={text.editTitle}
            id={answer.id}
            before={draftOf(answer)}
            narrower={answer.documents.filter(({ narrower }) => narrower).map(({ title }) => title)}
            onClose={editing.close}
          />
          <Confirm
            isOpen={isRemoving}
            title={text.removeTitle}
            confirm={text.remove}
            attempt={remove}
            onClose={removing.close}
          >
            {text.removeBody}
          </Confirm>
        </>
      )}
    </Row>
  );
}
