import { Button, Checkbox, Modal, Stack, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { Problem } from "../../api/problem";
import type { WebhookEvent } from "../../api/types";
import { createWebhook, webhooksQuery } from "../../api/webhooks";
import { closeButton } from "../../ui/closeButton";
import { ErrorNote } from "../../ui/ErrorNote";
import { keptOpen, Secret } from "../Secret";
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
  const submit = (event: FormEvent) => {
    event.preventDefault();
    creation.mutate();
  };
  const close = () => {
    creation.reset();
    setUrl("");
    onClose();
  };
  const problem = creation.error instanceof Problem ? creation.error : null;
  const secret = creation.data?.secret;
  return (
    <Modal
      opened={isOpen}
      onClose={close}
      title={text.newHook}
      {...(secret === undefined ? {} : keptOpen)}
      closeButtonProps={closeButton}
    >
      {secret !== undefined ? (
        <Stack gap="md">
          <Secret label={text.created} value={secret} note={text.once} />
          <Button onClick={close}>{text.done}</Button>
        </Stack>
      ) : (
        <form onSubmit={submit}>
          <Stack gap="md">
            <TextInput
              label={text.url}
              description={text.urlHint}
              type="url"
              required
              withAsterisk={false}
              data-autofocus
              value={url}
              error={problem?.about("url")}
              onChange={(event) => setUrl(event.currentTarget.value)}
            />
            <Checkbox.Group label={text.events} value={events} onChange={setEvents}>
              <Stack gap="xs" mt={4}>
                {Object.entries(text.eventWords).map(([event, words]) => (
                  <Checkbox key={event} value={event} label={words} />
                ))}
              </Stack>
            </Checkbox.Group>
            {creation.error && <ErrorNote error={creation.error} />}
            <Button type="submit" loading={creation.isPending} disabled={events.length === 0}>
              {text.create}
            </Button>
          </Stack>
        </form>
      )}
    </Modal>
  );
}
