import { Button } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { learnWeights, searchWeightsQuery } from "../../api/search";
import { ErrorNote } from "../../ui/ErrorNote";
import { LoadingLines } from "../../ui/LoadingLines";
import { Rows } from "../Rows";
import { Section } from "../Section";
import { BalanceRow } from "./BalanceRow";
import { text } from "./text";

const LEARNING_MILLISECONDS = 5_000;

/** How meaning and words are weighed, and what test sets taught of that. */
export function Balance() {
  const { data, error, isPending, refetch } = useQuery(searchWeightsQuery);
  const queryClient = useQueryClient();
  const learn = useMutation({
    mutationFn: learnWeights,
    onSuccess: () => {
      setTimeout(
        () => void queryClient.invalidateQueries({ queryKey: searchWeightsQuery.queryKey }),
        LEARNING_MILLISECONDS,
      );
    },
  });
  return (
    <Section
      title={text.balance}
      lead={text.balanceLead}
      action={
        <Button variant="default" loading={learn.isPending} onClick={() => learn.mutate()}>
          {text.learn}
        </Button>
      }
    >
      <p role="status">{learn.isSuccess ? text.learning : ""}</p>
      {learn.error && <ErrorNote error={learn.error} />}
      {isPending && <LoadingLines label={text.loading} />}
      {error && <ErrorNote error={error} onRetry={() => void refetch()} />}
      {data && (
        <Rows>
          {data.map((row) => (
            <BalanceRow key={row.collection ?? ""} row={row} />
          ))}
        </Rows>
      )}
    </Section>
  );
}
