import type { WebhookEvent } from "../../api/types";

export const text = {
  title: "Webhooks",
  lead: "Raglan tells your own systems what happened, signed so that they can check it.",
  newHook: "New webhook",
  url: "Address",
  urlHint: "Public and https.",
  events: "Tell it about",
  create: "Create",
  created: "The signing secret",
  once: "Copy it now. It is shown only this once.",
  done: "I have copied it",
  empty: "No webhook has been made yet.",
  remove: "Delete",
  removeTitle: "Delete this webhook?",
  removeBody: "It isn’t called any more; deliveries that wait are dropped.",
  off: "switched off",
  loading: "Loading",
  eventWords: {
    "document.ready": "A document is ready",
    "document.failed": "A document failed",
    "feedback.created": "Someone gave feedback",
  } as const satisfies Record<WebhookEvent, string>,
};
