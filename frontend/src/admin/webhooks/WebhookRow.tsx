import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { deleteWebhook, webhooksQuery } from "../../api/admin";
import type { Webhook } from "../../api/types";
import { Confirm } from "../../ui/Confirm";
import { Row } from "../Row";
import { text } from "./text";

/** One webhook: where it goes and what it hears about. */
export function WebhookRow({ webhook }: { webhook: Webhook }) {
  const [isAsking, asking] = useDisclosure(false);
  const queryClient = useQueryClient();
  const removal = useMutation({
    mutationFn: () => deleteWebhook(webhook.id),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: webhooksQuery.queryKey }),
  });
  const events = webhook.events.map((event) => text.eventWords[event] ?? event).join(", ");
  return (
    <Row name={webhook.url} detail={webhook.active ? events : `${events} · ${text.off}`}>
      <Button size="sm" variant="default" onClick={asking.open}>
        {text.remove}
      </Button>
      <Confirm
        isOpen={isAsking}
        title={text.removeTitle}
        confirm={text.remove}
        isBusy={removal.isPending}
        error={removal.error}
        onConfirm={() => removal.mutate()}
        onClose={asking.close}
      >
        {text.removeBody}
      </Confirm>
    </Row>
  );
}
