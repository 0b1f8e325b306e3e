import { Button } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { deliveriesQuery } from "../../api/webhooks";
import { ErrorNote } from "../../ui/ErrorNote";
import { LoadingLines } from "../../ui/LoadingLines";
import { Rows } from "../Rows";
import { DeliveryRow } from "./DeliveryRow";
import { text } from "./text";

/** What one address was told, the latest first. */
export function DeliveryList({ webhookId }: { webhookId: string }) {
  const { data, error, isPending, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } =
    useInfiniteQuery(deliveriesQuery(webhookId));
  if (isPending) return <LoadingLines label={text.loading} />;
  if (error && data === undefined) return <ErrorNote error={error} onRetry={() => void refetch()} />;
  const deliveries = data.pages.flatMap((page) => page.results);
  if (deliveries.length === 0) return <p>{text.noDeliveries}</p>;
  return (
    <>
      <Rows>
        {deliveries.map((delivery) => (
          <DeliveryRow key={delivery.id} delivery={delivery} />
        ))}
      </Rows>
      {hasNextPage && (
        <Button
          size="compact-sm"
          variant="subtle"
          mt="sm"
          loading={isFetchingNextPage}
          onClick={() => void fetchNextPage()}
        >
          {text.more}
        </Button>
      )}
    </>
  );
}
