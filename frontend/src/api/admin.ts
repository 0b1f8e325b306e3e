import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api, cursorOf, deadline, given, idlePollMilliseconds, pollMilliseconds, unwrap } from "./client";
import { everyPage } from "./documents";
import type { WantedIndex } from "./indexing";
import type {
  ApiKey,
  ApiKeyRequest,
  Diagnosis,
  FeedbackEntry,
  FeedbackReason,
  Group,
  IndexVersion,
  Invitation,
  InvitationRequest,
  Member,
  MemberChanges,
  Triage,
  TriageStatus,
} from "./types";

/** A change of the one thing that the path names. */
const one = <Path>(path: Path) => ({ signal: deadline(), params: { path } });

export const groupsQuery = queryOptions({
  queryKey: ["groups"],
  queryFn: ({ signal }) =>
    everyPage<Group>((cursor) =>
      unwrap(api.GET("/api/v1/groups", { signal, params: { query: given({ cursor }) } })),
    ),
});

export const createGroup = (name: string) =>
  unwrap(api.POST("/api/v1/groups", { signal: deadline(), body: { name } }));

export const renameGroup = (id: string, name: string) =>
  unwrap(api.PATCH("/api/v1/groups/{group_id}", { ...one({ group_id: id }), body: { name } }));

export const deleteGroup = (id: string) =>
  unwrap(api.DELETE("/api/v1/groups/{group_id}", one({ group_id: id })));

export const membersQuery = queryOptions({
  queryKey: ["members"],
  queryFn: ({ signal }) =>
    everyPage<Member>((cursor) =>
      unwrap(api.GET("/api/v1/members", { signal, params: { query: given({ cursor }) } })),
    ),
});

export const changeMember = (id: string, body: MemberChanges) =>
  unwrap(api.PATCH("/api/v1/members/{member_id}", { ...one({ member_id: id }), body }));

export const removeMember = (id: string) =>
  unwrap(api.DELETE("/api/v1/members/{member_id}", one({ member_id: id })));

export const invitationsQuery = queryOptions({
  queryKey: ["invitations"],
  queryFn: ({ signal }) =>
    everyPage<Invitation>((cursor) =>
      unwrap(api.GET("/api/v1/invitations", { signal, params: { query: given({ cursor }) } })),
    ),
});

export const invite = (body: InvitationRequest) =>
  unwrap(api.POST("/api/v1/invitations", { signal: deadline(), body }));

export const withdrawInvitation = (id: string) =>
  unwrap(api.DELETE("/api/v1/invitations/{invitation_id}", one({ invitation_id: id })));

export const apiKeysQuery = queryOptions({
  queryKey: ["api-keys"],
  queryFn: ({ signal }) =>
    everyPage<ApiKey>((cursor) =>
      unwrap(api.GET("/api/v1/api-keys", { signal, params: { query: given({ cursor }) } })),
    ),
});

export const createApiKey = (body: ApiKeyRequest) =>
  unwrap(api.POST("/api/v1/api-keys", { signal: deadline(), body }));

export const revokeApiKey = (id: string) =>
  unwrap(api.DELETE("/api/v1/api-keys/{key_id}", one({ key_id: id })));

export const indexesKey = ["indexes"] as const;

export const indexesQuery = queryOptions({
  queryKey: indexesKey,
  queryFn: ({ signal }) =>
    everyPage<IndexVersion>((cursor) =>
      unwrap(api.GET("/api/v1/indexes", { signal, params: { query: given({ cursor }) } })),
    ),
  refetchInterval: ({ state }) =>
    state.data?.some(({ state, leaving }) => state === "building" || leaving.length > 0)
      ? pollMilliseconds
      : idlePollMilliseconds,
});

export const buildIndex = (body: WantedIndex) =>
  unwrap(api.POST("/api/v1/indexes", { signal: deadline(), body }));

export type IndexChange = "promote" | "cancel" | "rollback";

export const changeIndex = (id: number, change: IndexChange) =>
  unwrap(api.POST(`/api/v1/indexes/{index_id}/${change}`, one({ index_id: id })));

/** Let a collection answer by the company's index version again; at once, or by a job. */
export const followTenant = (slug: string) =>
  unwrap(
    api.POST("/api/v1/collections/{slug}/follow-tenant", {
      signal: deadline(),
      params: { path: { slug } },
    }),
  );

export interface FeedbackFilter {
  rating?: FeedbackEntry["rating"] | undefined;
  reason?: FeedbackReason | undefined;
  status?: TriageStatus | undefined;
  diagnosis?: Diagnosis | undefined;
}

export const feedbackKey = ["feedback"] as const;

export const feedbackQuery = (filter: FeedbackFilter) =>
  infiniteQueryOptions({
    queryKey: [...feedbackKey, filter],
    queryFn: ({ signal, pageParam }) =>
      unwrap(
        api.GET("/api/v1/feedback", { signal, params: { query: given({ ...filter, cursor: pageParam }) } }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => cursorOf(page.next),
  });

export const triageFeedback = (id: string, body: Triage) =>
  unwrap(api.PATCH("/api/v1/feedback/{feedback_id}", { ...one({ feedback_id: id }), body }));

export const traceQuery = (message: string) =>
  queryOptions({
    queryKey: ["trace", message],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET("/api/v1/messages/{message_id}/trace", { signal, params: { path: { message_id: message } } }),
      ),
    staleTime: Number.POSITIVE_INFINITY,
  });
