import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { Webhook } from "../../api/types";
import { deleteWebhook, switchWebhook, webhooksQuery } from "../../api/webhooks";
import { Confirm } from "../../ui/Confirm";
import { Dialog } from "../../ui/Dialog";
import { ErrorNote } from "../../ui/ErrorNote";
import { Row } from "../Row";
import { DeliveryList } from "./DeliveryList";
import { text } from "./text";

/** One webhook: where it goes, what it hears about, and what became of that. */
export function WebhookRow({ webhook }: { webhook: Webhook }) {
  const [isAsking, asking] = useDisclosure(false);
  const [isReading, reading] = useDisclosure(false);
  const queryClient = useQueryClient();
  const refresh = () => queryClient.invalidateQueries({ queryKey: webhooksQuery.queryKey });
  const removal = useMutation({
    mutationFn: () => deleteWebhook(webhook.id),
    onSuccess: refresh,
  });
  const switching = useMutation({
    mutationFn: () => switchWebhook(webhook.id, !webhook.active),
    onSuccess: refresh,
  });
  const events = webhook.events.map((event) => text.eventWords[event]).join(", ");
  return (
    <Row
      name={webhook.url}
      detail={
        <>
          {webhook.active ? events : `${events} · ${text.off}`}
          {switching.error && <ErrorNote error={switching.error} />}
        </>
      }
    >
      <Button size="sm" variant="default" onClick={reading.open}>
        {text.deliveries}
      </Button>
      <Button size="sm" variant="default" loading={switching.isPending} onClick={() => switching.mutate()}>
        {webhook.active ? text.pause : text.resume}
      </Button>
      <Button size="sm" variant="default" onClick={asking.open}>
        {text.remove}
      </Button>
      <Dialog isOpen={isReading} title={text.deliveriesOf(webhook.url)} size="lg" onClose={reading.close}>
        <DeliveryList webhookId={webhook.id} />
      </Dialog>
      <Confirm
        isOpen={isAsking}
        title={text.removeTitle}
        confirm={text.remove}
        attempt={removal}
        onClose={asking.close}
      >
        {text.removeBody}
      </Confirm>
    </Row>
  );
}
