import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api, cursorOf, deadline, given, unwrap } from "./client";
import type { FeedbackRequest } from "./types";

export const conversationsKey = ["conversations"] as const;

export const conversationsQuery = infiniteQueryOptions({
  queryKey: conversationsKey,
  queryFn: ({ signal, pageParam }) =>
    unwrap(api.GET("/api/v1/conversations", { signal, params: { query: given({ cursor: pageParam }) } })),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page) => cursorOf(page.next),
});

export const conversationQuery = (id: string) =>
  queryOptions({
    queryKey: ["conversation", id],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET("/api/v1/conversations/{conversation_id}", {
          signal,
          params: { path: { conversation_id: id } },
        }),
      ),
  });

export const deleteConversation = (id: string) =>
  unwrap(
    api.DELETE("/api/v1/conversations/{conversation_id}", {
      signal: deadline(),
      params: { path: { conversation_id: id } },
    }),
  );

export const giveFeedback = (id: string, body: FeedbackRequest) =>
  unwrap(
    api.PUT("/api/v1/messages/{message_id}/feedback", {
      signal: deadline(),
      params: { path: { message_id: id } },
      body,
    }),
  );

export const takeBackFeedback = (id: string) =>
  unwrap(
    api.DELETE("/api/v1/messages/{message_id}/feedback", {
      signal: deadline(),
      params: { path: { message_id: id } },
    }),
  );
