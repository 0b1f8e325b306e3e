import { Button } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { changeIndex, indexesKey } from "../../api/admin";
import type { IndexVersion } from "../../api/types";
import { useCollectionName } from "../../documents/useNames";
import { Confirm } from "../../ui/Confirm";
import { changeFor, type IndexStep, stepsOf, stillAsked } from "./changes";
import { stepWords, text } from "./text";

/** What makes sense for a version in its state; each step is asked for first, and asks about itself alone. */
export function IndexActions({ index }: { index: IndexVersion }) {
  const [chosen, setChosen] = useState<IndexStep | null>(null);
  const collectionName = useCollectionName();
  const queryClient = useQueryClient();
  const changing = useMutation({
    mutationFn: (step: IndexStep) => changeIndex(index.id, changeFor[step]),
    onSuccess: async () => {
      setChosen(null);
      await queryClient.invalidateQueries({ queryKey: indexesKey });
    },
  });
  const ask = (step: IndexStep | null) => {
    changing.reset();
    setChosen(step);
  };
  // Polling may show that the version moved on: then the question is taken back.
  const asked = stillAsked(chosen, index);
  const whom =
    index.collections === null
      ? text.everybody
      : index.collections.map(collectionName).join(", ") || text.itsOwn;
  return (
    <>
      {stepsOf(index).map((step) => (
        <Button
          key={step}
          size="sm"
          variant={step === "promote" ? "filled" : "default"}
          onClick={() => ask(step)}
        >
          {stepWords[step].button}
        </Button>
      ))}
      <Confirm
        isOpen={asked !== null}
        title={chosen === null ? "" : stepWords[chosen].title(index.number)}
        confirm={chosen === null ? "" : stepWords[chosen].button}
        isDangerous={chosen !== "promote" && chosen !== "rollback"}
        attempt={{ ...changing, mutate: () => asked !== null && changing.mutate(asked) }}
        onClose={() => ask(null)}
      >
        {chosen !== null && stepWords[chosen].body(whom)}
      </Confirm>
    </>
  );
}
