import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api, cursorOf, deadline, given, unwrap } from "./client";
import { everyPage } from "./documents";
import type { Webhook, WebhookRequest } from "./types";

const one = (id: string) => ({ signal: deadline(), params: { path: { webhook_id: id } } });

export const webhooksQuery = queryOptions({
  queryKey: ["webhooks"],
  queryFn: ({ signal }) =>
    everyPage<Webhook>((cursor) =>
      unwrap(api.GET("/api/v1/webhooks", { signal, params: { query: given({ cursor }) } })),
    ),
});

export const createWebhook = (body: WebhookRequest) =>
  unwrap(api.POST("/api/v1/webhooks", { signal: deadline(), body }));

/** Pause an address, or tell it again. */
export const switchWebhook = (id: string, active: boolean) =>
  unwrap(api.PATCH("/api/v1/webhooks/{webhook_id}", { ...one(id), body: { active } }));

export const deleteWebhook = (id: string) => unwrap(api.DELETE("/api/v1/webhooks/{webhook_id}", one(id)));

export const deliveriesQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: ["webhooks", id, "deliveries"],
    queryFn: ({ signal, pageParam }) =>
      unwrap(
        api.GET("/api/v1/webhooks/{webhook_id}/deliveries", {
          signal,
          params: { path: { webhook_id: id }, query: given({ cursor: pageParam }) },
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => cursorOf(page.next),
  });
