import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { Webhook } from "lucide-react";
import { webhooksQuery } from "../../api/webhooks";
import { ErrorNote } from "../../ui/ErrorNote";
import { LoadingLines } from "../../ui/LoadingLines";
import { Rows } from "../Rows";
import { Section } from "../Section";
import { NewWebhook } from "./NewWebhook";
import { text } from "./text";
import { WebhookRow } from "./WebhookRow";

/** Where Raglan reports what happened. */
export function WebhooksScreen() {
  const { data, error, isPending, refetch } = useQuery(webhooksQuery);
  const [isCreating, creating] = useDisclosure(false);
  return (
    <Section
      title={text.title}
      lead={text.lead}
      action={
        <Button leftSection={<Webhook size={16} />} onClick={creating.open}>
          {text.newHook}
        </Button>
      }
    >
      {isPending && <LoadingLines label={text.loading} />}
      {error && <ErrorNote error={error} onRetry={() => void refetch()} />}
      {data?.length === 0 && <p>{text.empty}</p>}
      {data && data.length > 0 && (
        <Rows>
          {data.map((webhook) => (
            <WebhookRow key={webhook.id} webhook={webhook} />
          ))}
        </Rows>
      )}
      <NewWebhook isOpen={isCreating} onClose={creating.close} />
    </Section>
  );
}
