import { Checkbox, Stack, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { problemOf } from "../../api/problem";
import type { WebhookEvent } from "../../api/types";
import { createWebhook, webhooksQuery } from "../../api/webhooks";
import { Form } from "../../ui/Form";
import { SecretDialog } from "../SecretDialog";
import { text } from "./text";

/** Make a webhook, then show its signing secret once. */
export function NewWebhook({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const [url, setUrl] = useState("");
  const [events, setEvents] = useState<WebhookEvent[]>(["document.failed"]);
  const queryClient = useQueryClient();
  const creation = useMutation({
    mutationFn: () => createWebhook({ url, events }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: webhooksQuery.queryKey }),
  });
  const close = () => {
    creation.reset();
    setUrl("");
    onClose();
  };
  const secret = creation.data?.secret;
  const made = secret === undefined ? undefined : { label: text.created, value: secret, note: text.once };
  return (
    <SecretDialog isOpen={isOpen} title={text.newHook} onClose={close} made={made} done={text.done}>
      <Form submit={text.create} isReady={events.length > 0} attempt={creation}>
        <TextInput
          label={text.url}
          description={text.urlHint}
          type="url"
          required
          withAsterisk={false}
          data-autofocus
          value={url}
          error={problemOf(creation.error)?.about("url")}
          onChange={(event) => setUrl(event.currentTarget.value)}
        />
        <Checkbox.Group label={text.events} value={events} onChange={setEvents}>
          <Stack gap="xs" mt={4}>
            {Object.entries(text.eventWords).map(([event, words]) => (
              <Checkbox key={event} value={event} label={words} />
            ))}
          </Stack>
        </Checkbox.Group>
      </Form>
    </SecretDialog>
  );
}
