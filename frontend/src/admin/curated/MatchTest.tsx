import { Badge, Button, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { matchCurated } from "../../api/curated";
import type { CuratedAnswer } from "../../api/types";
import { ErrorNote } from "../../ui/ErrorNote";
import { Row } from "../Row";
import { Rows } from "../Rows";
import { Section } from "../Section";
import classes from "./CuratedScreen.module.css";
import { differenceWords, stateWords, text } from "./text";

/** Ask as somebody might, and see which wordings come near and which of them would answer. */
export function MatchTest({ answers }: { answers: readonly CuratedAnswer[] }) {
  const [question, setQuestion] = useState("");
  const test = useMutation({ mutationFn: () => matchCurated(question.trim()) });
  const send = (event: FormEvent) => {
    event.preventDefault();
    test.mutate();
  };
  const states = new Map(answers.map(({ id, state }) => [id, state]));
  const { data } = test;
  return (
    <Section title={text.test} lead={text.testLead}>
      <form className={classes["test"]} onSubmit={send}>
        <TextInput
          label={text.testLabel}
          maxLength={500}
          value={question}
          onChange={(event) => setQuestion(event.currentTarget.value)}
        />
        <Button type="submit" variant="default" loading={test.isPending} disabled={question.trim() === ""}>
          {text.testAction}
        </Button>
      </form>
      {test.error && <ErrorNote error={test.error} />}
      <div role="status">{data?.results.length === 0 && text.testNothing}</div>
      {data && data.results.length > 0 && (
        <Rows>
          {data.results.map(({ curated, wording, cosine, differs }) => {
            const state = states.get(curated);
            const isHeld = state !== undefined && state !== "answering";
            return (
              <Row key={`${curated} ${wording}`} name={wording} detail={text.near(cosine, data.threshold)}>
                {isHeld && <Badge variant="default">{stateWords[state]}</Badge>}
                <Badge variant={differs === "" ? "filled" : "default"}>{differenceWords[differs]}</Badge>
              </Row>
            );
          })}
        </Rows>
      )}
    </Section>
  );
}
