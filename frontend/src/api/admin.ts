import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api, cursorOf, deadline, unwrap } from "./client";
import { everyPage } from "./documents";
import type {
  ApiKey,
  Group,
  IndexVersion,
  Invitation,
  Job,
  Member,
  Role,
  TriageStatus,
  Webhook,
} from "./types";

const pollMilliseconds = 2_000;
const idlePollMilliseconds = 15_000;

const byId = (id: string) => ({ signal: deadline(), params: { path: { id } } });

export const groupsQuery = queryOptions({
  queryKey: ["groups"],
  queryFn: ({ signal }) =>
    everyPage<Group>((cursor) =>
      unwrap(api.GET("/api/v1/groups", { signal, params: { query: { cursor } } })),
    ),
});

export const createGroup = (name: string) =>
  unwrap(api.POST("/api/v1/groups", { signal: deadline(), body: { name } }));

export const deleteGroup = (id: string) => unwrap(api.DELETE("/api/v1/groups/{id}", byId(id)));

export const membersQuery = queryOptions({
  queryKey: ["members"],
  queryFn: ({ signal }) =>
    everyPage<Member>((cursor) =>
      unwrap(api.GET("/api/v1/members", { signal, params: { query: { cursor } } })),
    ),
});

export const changeMember = (id: string, body: { role?: Role; groups?: string[] }) =>
  unwrap(api.PATCH("/api/v1/members/{id}", { ...byId(id), body }));

export const removeMember = (id: string) => unwrap(api.DELETE("/api/v1/members/{id}", byId(id)));

export const invitationsQuery = queryOptions({
  queryKey: ["invitations"],
  queryFn: ({ signal }) =>
    everyPage<Invitation>((cursor) =>
      unwrap(api.GET("/api/v1/invitations", { signal, params: { query: { cursor } } })),
    ),
});

export const invite = (body: { email: string; role: Role; groups: string[] }) =>
  unwrap(api.POST("/api/v1/invitations", { signal: deadline(), body }));

export const withdrawInvitation = (id: string) => unwrap(api.DELETE("/api/v1/invitations/{id}", byId(id)));

export const apiKeysQuery = queryOptions({
  queryKey: ["api-keys"],
  queryFn: ({ signal }) =>
    everyPage<ApiKey>((cursor) =>
      unwrap(api.GET("/api/v1/api-keys", { signal, params: { query: { cursor } } })),
    ),
});

export const createApiKey = (body: { name: string; scopes: string[]; expires_at: string | null }) =>
  unwrap(api.POST("/api/v1/api-keys", { signal: deadline(), body }));

export const revokeApiKey = (id: string) => unwrap(api.DELETE("/api/v1/api-keys/{id}", byId(id)));

export const webhooksQuery = queryOptions({
  queryKey: ["webhooks"],
  queryFn: ({ signal }) =>
    everyPage<Webhook>((cursor) =>
      unwrap(api.GET("/api/v1/webhooks", { signal, params: { query: { cursor } } })),
    ),
});

export const createWebhook = (body: { url: string; events: string[] }) =>
  unwrap(api.POST("/api/v1/webhooks", { signal: deadline(), body }));

export const deleteWebhook = (id: string) => unwrap(api.DELETE("/api/v1/webhooks/{id}", byId(id)));

export const indexesKey = ["indexes"] as const;

export const indexesQuery = queryOptions({
  queryKey: indexesKey,
  queryFn: ({ signal }) =>
    everyPage<IndexVersion>((cursor) =>
      unwrap(api.GET("/api/v1/indexes", { signal, params: { query: { cursor } } })),
    ),
  refetchInterval: ({ state }) =>
    state.data?.some((index) => index.state === "building") ? pollMilliseconds : idlePollMilliseconds,
});

export const buildIndex = () => unwrap(api.POST("/api/v1/indexes", { signal: deadline(), body: {} }));

export type IndexChange = "promote" | "cancel" | "rollback";

export const changeIndex = (id: number, change: IndexChange) =>
  unwrap(api.POST(`/api/v1/indexes/{id}/${change}`, { signal: deadline(), params: { path: { id } } }));

export const jobsKey = ["jobs"] as const;

export const jobsQuery = queryOptions({
  queryKey: jobsKey,
  queryFn: async ({ signal }): Promise<Job[]> => (await unwrap(api.GET("/api/v1/jobs", { signal }))).results,
  refetchInterval: ({ state }) =>
    state.data?.some((job) => job.state === "running" || job.state === "queued")
      ? pollMilliseconds
      : idlePollMilliseconds,
});

export const cancelJob = (id: string) => unwrap(api.POST("/api/v1/jobs/{id}/cancel", byId(id)));

export interface FeedbackFilter {
  rating?: string | undefined;
  reason?: string | undefined;
  status?: string | undefined;
}

export const feedbackKey = ["feedback"] as const;

export const feedbackQuery = (filter: FeedbackFilter) =>
  infiniteQueryOptions({
    queryKey: [...feedbackKey, filter],
    queryFn: ({ signal, pageParam }) =>
      unwrap(api.GET("/api/v1/feedback", { signal, params: { query: { ...filter, cursor: pageParam } } })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => cursorOf(page.next),
  });

export const triageFeedback = (id: string, status: TriageStatus) =>
  unwrap(api.PATCH("/api/v1/feedback/{id}", { ...byId(id), body: { status } }));

export const traceQuery = (message: string) =>
  queryOptions({
    queryKey: ["trace", message],
    queryFn: ({ signal }) =>
      unwrap(api.GET("/api/v1/messages/{id}/trace", { signal, params: { path: { id: message } } })),
    staleTime: Number.POSITIVE_INFINITY,
  });
