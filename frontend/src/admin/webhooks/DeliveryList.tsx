import { useInfiniteQuery } from "@tanstack/react-query";
import { deliveriesQuery } from "../../api/webhooks";
import { ErrorNote } from "../../ui/ErrorNote";
import { LoadingLines } from "../../ui/LoadingLines";
import { MoreButton } from "../../ui/MoreButton";
import { Rows } from "../Rows";
import { DeliveryRow } from "./DeliveryRow";
import { text } from "./text";

/** What one address was told, the latest first. */
export function DeliveryList({ webhookId }: { webhookId: string }) {
  const list = useInfiniteQuery(deliveriesQuery(webhookId));
  const { data, error, isPending, refetch } = list;
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
      <MoreButton list={list} />
    </>
  );
}
