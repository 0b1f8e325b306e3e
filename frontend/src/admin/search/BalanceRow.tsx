import { Button } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { forgetWeights, searchWeightsQuery } from "../../api/search";
import type { LearnedWeights } from "../../api/types";
import { ErrorNote } from "../../ui/ErrorNote";
import { Row } from "../Row";
import { text } from "./text";
import { whyWeighed } from "./weighing";

/** How one collection is weighed, why so, and the way back. */
export function BalanceRow({ row }: { row: LearnedWeights }) {
  const queryClient = useQueryClient();
  const forget = useMutation({
    mutationFn: () => forgetWeights(row.collection),
    onSettled: () => queryClient.invalidateQueries({ queryKey: searchWeightsQuery.queryKey }),
  });
  return (
    <Row
      name={row.collection ?? text.everywhere}
      detail={
        <>
          {whyWeighed(row)}
          {forget.error && <ErrorNote error={forget.error} />}
        </>
      }
    >
      {row.is_learned && (
        <Button variant="default" size="xs" loading={forget.isPending} onClick={() => forget.mutate()}>
          {text.goBack}
        </Button>
      )}
    </Row>
  );
}
