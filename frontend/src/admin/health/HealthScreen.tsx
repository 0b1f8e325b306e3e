import { Button } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { RefreshCw } from "lucide-react";
import { checkNow, healthKey, healthQuery } from "../../api/health";
import { ErrorNote } from "../../ui/ErrorNote";
import { LoadingLines } from "../../ui/LoadingLines";
import { PageHead } from "../../ui/PageHead";
import { Alarms } from "./Alarms";
import { Canaries } from "./Canaries";
import { Models } from "./Models";
import { Queues } from "./Queues";
import { Recall } from "./Recall";
import { Recount } from "./Recount";
import { text } from "./text";

/** How walls, indexes, queues and models stand. */
export function HealthScreen() {
  const queryClient = useQueryClient();
  const { data: health, error, isPending, refetch } = useQuery(healthQuery);
  const check = useMutation({
    mutationFn: checkNow,
    onSuccess: () => queryClient.invalidateQueries({ queryKey: healthKey }),
  });
  return (
    <>
      <PageHead title={text.title} lead={text.lead}>
        <Button
          variant="default"
          leftSection={<RefreshCw size={16} />}
          loading={check.isPending}
          onClick={() => check.mutate()}
        >
          {text.check}
        </Button>
      </PageHead>
      <p role="status">{check.isSuccess ? text.asked : ""}</p>
      {check.error && <ErrorNote error={check.error} />}
      {isPending && <LoadingLines label={text.loading} count={6} />}
      {error && <ErrorNote error={error} onRetry={() => void refetch()} />}
      {health && (
        <>
          <Alarms health={health} />
          <Canaries canaries={health.canaries} />
          <Recall recall={health.recall} />
          <Recount recount={health.recount} />
          <Queues queues={health.queues} />
          <Models health={health} />
        </>
      )}
    </>
  );
}
