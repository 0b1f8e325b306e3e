import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { Webhook } from "lucide-react";
import { webhooksQuery } from "../../api/webhooks";
import { PageHead } from "../../ui/PageHead";
import { Listed } from "../Listed";
import { NewWebhook } from "./NewWebhook";
import { text } from "./text";
import { WebhookRow } from "./WebhookRow";

/** Where Raglan reports what happened. */
export function WebhooksScreen() {
  const list = useQuery(webhooksQuery);
  const [isCreating, creating] = useDisclosure(false);
  return (
    <>
      <PageHead title={text.title} lead={text.lead}>
        <Button leftSection={<Webhook size={16} />} onClick={creating.open}>
          {text.newHook}
        </Button>
      </PageHead>
      <Listed query={list} text={text}>
        {(webhook) => <WebhookRow key={webhook.id} webhook={webhook} />}
      </Listed>
      <NewWebhook isOpen={isCreating} onClose={creating.close} />
    </>
  );
}
