import { Select, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { addCase, createTestSet, testSetsKey, testSetsQuery } from "../../api/bench";
import { Form } from "../../ui/Form";
import { Section } from "../Section";
import classes from "./Bench.module.css";
import { text } from "./text";
import type { Bench } from "./useBench";

const fresh = "new";

interface Props {
  bench: Bench;
  expected: ReadonlyMap<string, string>;
}

/** Keep the question, what was tried and what should be found. */
export function SaveCase({ bench, expected }: Props) {
  const queryClient = useQueryClient();
  const { data: sets = [] } = useQuery(testSetsQuery);
  const [chosen, setChosen] = useState<string | null>(null);
  const [name, setName] = useState("");
  const into = chosen ?? sets[0]?.id ?? fresh;
  const save = useMutation({
    mutationFn: async () => {
      const set = into === fresh ? (await createTestSet(name.trim())).id : into;
      const { mode, collections, settings } = bench.compared;
      await addCase(set, {
        question: bench.question,
        expected_documents: [...expected.keys()],
        mode,
        collections,
        settings,
      });
      return set;
    },
    onSuccess: (set) => {
      setChosen(set);
      return queryClient.invalidateQueries({ queryKey: testSetsKey });
    },
  });
  const { filter, asOf } = bench.compared;
  const left = [...(filter.trim() === "" ? [] : [text.theFilter]), ...(asOf === "" ? [] : [text.theDay])];
  const isReady = expected.size > 0 && (into !== fresh || name.trim() !== "");
  return (
    <Section title={text.save} lead={text.saveHint}>
      <div className={classes["save"]}>
        <Form submit={text.keep} isReady={isReady} attempt={save}>
          <p className={classes["faint"]}>{text.chosen(expected.size)}</p>
          {left.length > 0 && <p className={classes["faint"]}>{text.notKept(left)}</p>}
          <Select
            label={text.set}
            allowDeselect={false}
            data={[
              ...sets.map(({ id, name }) => ({ value: id, label: name })),
              { value: fresh, label: text.newSet },
            ]}
            value={into}
            onChange={setChosen}
          />
          {into === fresh && (
            <TextInput
              label={text.newSetName}
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
            />
          )}
          <p role="status" className={classes["saved"]}>
            {save.isSuccess && (
              <>
                {text.saved}{" "}
                <Link to="/admin/bench/sets" search={{ set: save.data }}>
                  {text.seeSet}
                </Link>
              </>
            )}
          </p>
        </Form>
      </div>
    </Section>
  );
}
