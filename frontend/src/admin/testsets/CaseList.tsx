import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { casesQuery, type TestSet } from "../../api/bench";
import { Listed } from "../Listed";
import { CaseRow } from "./CaseRow";
import { text } from "./text";

const atOnce = 50;
const words = { loading: text.loadingCases, emptyTitle: text.noCasesTitle, empty: text.noCases };

/** The cases of a set, oldest first; of many, some at a time. */
export function CaseList({ set }: { set: TestSet }) {
  const [count, setCount] = useState(atOnce);
  const cases = useQuery({ ...casesQuery(set.id), select: (all) => all.slice(0, count) });
  const left = set.cases - count;
  return (
    <>
      <Listed query={cases} text={words}>
        {(one) => <CaseRow key={one.id} setId={set.id} kept={one} />}
      </Listed>
      {left > 0 && (
        <Button size="compact-sm" variant="subtle" mt="sm" onClick={() => setCount(count + atOnce)}>
          {text.more(Math.min(left, atOnce))}
        </Button>
      )}
    </>
  );
}
