import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { Webhook } from "lucide-react";
import { webhooksQuery } from "../../api/webhooks";
import { EmptyState } from "../../ui/EmptyState";
import { ErrorNote } from "../../ui/ErrorNote";
import { LoadingLines } from "../../ui/LoadingLines";
import { PageHead } from "../../ui/PageHead";
import { Rows } from "../Rows";
import { NewWebhook } from "./NewWebhook";
import { text } from "./text";
import { WebhookRow } from "./WebhookRow";

/** Where Raglan reports what happened. */
export function WebhooksScreen() {
  const { data, error, isPending, refetch } = useQuery(webhooksQuery);
  const [isCreating, creating] = useDisclosure(false);
  return (
    <>
      <PageHead title={text.title} lead={text.lead}>
        <Button leftSection={<Webhook size={16} />} onClick={creating.open}>
          {text.newHook}
        </Button>
      </PageHead>
      {isPending && <LoadingLines label={text.loading} />}
      {error && <ErrorNote error={error} onRetry={() => void refetch()} />}
      {data?.length === 0 && <EmptyState title={text.emptyTitle} body={text.empty} />}
      {data && data.length > 0 && (
        <Rows>
          {data.map((webhook) => (
            <WebhookRow key={webhook.id} webhook={webhook} />
          ))}
        </Rows>
      )}
      <NewWebhook isOpen={isCreating} onClose={creating.close} />
    </>
  );
}
