import { Button } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { forgetRanker, rankerQuery, trainRanker } from "../../api/search";
import { ErrorNote } from "../../ui/ErrorNote";
import { LoadingLines } from "../../ui/LoadingLines";
import { formatMoment } from "../../ui/time";
import { Row } from "../Row";
import { Rows } from "../Rows";
import { Section } from "../Section";
import { FollowedNote } from "./FollowedNote";
import { text } from "./text";
import { readTrial, type Trial } from "./trial";
import { useFollowed } from "./useFollowed";

const words = { running: text.training, done: text.trained, failed: text.trainingFailed };

/** Who puts results in order, what the last training came to, and the way back. */
export function Ranker() {
  const queryClient = useQueryClient();
  const { data: ranker, error, isPending, refetch } = useQuery(rankerQuery);
  const look = () => queryClient.invalidateQueries({ queryKey: rankerQuery.queryKey });
  const train = useMutation({ mutationFn: trainRanker });
  const following = useFollowed(train.data?.job, rankerQuery.queryKey);
  const forget = useMutation({ mutationFn: forgetRanker, onSettled: look });
  const trial = readTrial(ranker?.trial ?? null);
  return (
    <Section
      title={text.ranker}
      lead={text.rankerLead}
      action={
        <Button variant="default" loading={train.isPending} onClick={() => train.mutate()}>
          {text.train}
        </Button>
      }
    >
      <FollowedNote following={following} words={words} />
      {train.error && <ErrorNote error={train.error} />}
      {isPending && <LoadingLines label={text.loading} count={2} />}
      {error && <ErrorNote error={error} onRetry={() => void refetch()} />}
      {ranker && (
        <Rows>
          <Row
            name={whoseOrder(ranker.is_own, ranker.record["is_on"])}
            detail={
              <>
                {text.isCalled(ranker.name)}
                {forget.error && <ErrorNote error={forget.error} />}
              </>
            }
          >
            {ranker.is_own && (
              <Button variant="default" size="xs" loading={forget.isPending} onClick={() => forget.mutate()}>
                {text.goBack}
              </Button>
            )}
          </Row>
          <Row name={text.lastTraining} detail={trial === null ? text.neverTrained : toldOf(trial)} />
        </Rows>
      )}
    </Section>
  );
}

function whoseOrder(isOwn: boolean, isOn: unknown) {
  if (isOwn) return text.ownRanker;
  return isOn === false ? text.rankerOff : text.shippedRanker;
}

function toldOf({ at, isKept, reason, verdict }: Trial) {
  const gained = verdict && text.gained(verdict.questions, verdict.before, verdict.after);
  return [formatMoment(at), isKept ? text.kept : text.notKept, reason, gained].filter(Boolean).join(" ");
}
