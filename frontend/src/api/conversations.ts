import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api, cursorOf, deadline, unwrap } from "./client";
import type { Feedback } from "./types";

export const conversationsKey = ["conversations"] as const;

export const conversationsQuery = infiniteQueryOptions({
  queryKey: conversationsKey,
  queryFn: ({ signal, pageParam }) =>
    unwrap(api.GET("/api/v1/conversations", { signal, params: { query: { cursor: pageParam } } })),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page) => cursorOf(page.next),
});

export const conversationQuery = (id: string) =>
  queryOptions({
    queryKey: ["conversation", id],
    queryFn: ({ signal }) =>
      unwrap(api.GET("/api/v1/conversations/{id}", { signal, params: { path: { id } } })),
  });

export const deleteConversation = (id: string) =>
  unwrap(api.DELETE("/api/v1/conversations/{id}", { signal: deadline(), params: { path: { id } } }));

export const giveFeedback = (id: string, body: Partial<Feedback> & { rating: "up" | "down" }) =>
  unwrap(api.PUT("/api/v1/messages/{id}/feedback", { signal: deadline(), params: { path: { id } }, body }));

export const takeBackFeedback = (id: string) =>
  unwrap(api.DELETE("/api/v1/messages/{id}/feedback", { signal: deadline(), params: { path: { id } } }));
