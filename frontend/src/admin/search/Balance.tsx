import { Button, Group } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { learnWeights, searchWeightsQuery } from "../../api/search";
import { ErrorNote } from "../../ui/ErrorNote";
import { LoadingLines } from "../../ui/LoadingLines";
import { Rows } from "../Rows";
import { Section } from "../Section";
import { BalanceRow } from "./BalanceRow";
import { FollowedNote } from "./FollowedNote";
import { text } from "./text";
import { useFollowed } from "./useFollowed";
import { learningEnded } from "./weighing";

/** How meaning and words are weighed, and what test sets taught of that. */
export function Balance() {
  const { data, error, isPending, isFetching, refetch } = useQuery(searchWeightsQuery);
  const learn = useMutation({ mutationFn: learnWeights });
  const following = useFollowed(learn.data?.job, searchWeightsQuery.queryKey);
  const words = {
    running: text.learning,
    // What came of it is known once it was looked for anew.
    done: isFetching ? text.learning : learningEnded(data ?? []),
    failed: text.learningFailed,
  };
  return (
    <Section
      title={text.balance}
      lead={text.balanceLead}
      action={
        <Group gap="xs">
          <Button variant="default" renderRoot={(props) => <Link to="/admin/bench/sets" {...props} />}>
            {text.testSets}
          </Button>
          <Button variant="default" loading={learn.isPending} onClick={() => learn.mutate()}>
            {text.learn}
          </Button>
        </Group>
      }
    >
      <FollowedNote following={following} words={words} />
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
