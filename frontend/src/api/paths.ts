/** The routes in the shape that openapi-typescript generates, until the document is generated. */
import type * as t from "./types";

type Json<T> = { headers: Record<string, unknown>; content: { "application/json": T } };
type Empty = { headers: Record<string, unknown>; content?: never };
type Parameters<Path, Query> = { query?: Query; header?: never; cookie?: never } & (Path extends undefined
  ? { path?: never }
  : { path: Path });
type Read<T, Path = undefined, Query = { cursor?: string | undefined }> = {
  parameters: Parameters<Path, Query>;
  requestBody?: never;
  responses: { 200: Json<T> };
};
type Write<Body, T, Path = undefined> = {
  parameters: Parameters<Path, never>;
  requestBody: { content: { "application/json": Body } };
  responses: { 200: Json<T> };
};
type Do<T, Path = undefined> = {
  parameters: Parameters<Path, never>;
  requestBody?: never;
  responses: { 200: Json<T> };
};
type Remove<Path> = { parameters: Parameters<Path, never>; requestBody?: never; responses: { 204: Empty } };
type ById = { id: string };
type Cursor = { cursor?: string | undefined };

export interface paths {
  "/api/v1/session": { get: Read<t.Session> };
  "/api/v1/invitations/accept": {
    post: Write<{ token: string; name: string; password: string }, { email: string }>;
  };
  "/api/v1/conversations": { get: Read<t.Page<t.ConversationSummary>> };
  "/api/v1/conversations/{id}": { get: Read<t.Conversation, ById>; delete: Remove<ById> };
  "/api/v1/messages/{id}/trace": { get: Read<t.Trace, ById> };
  "/api/v1/messages/{id}/feedback": {
    put: Write<Partial<t.Feedback> & { rating: "up" | "down" }, t.Feedback, ById>;
    delete: Remove<ById>;
  };
  "/api/v1/collections": {
    get: Read<t.Page<t.Collection>>;
    post: Write<Pick<t.Collection, "slug" | "name" | "description" | "readers">, t.Collection>;
  };
  "/api/v1/documents": {
    get: Read<
      t.Page<t.RaglanDocument>,
      undefined,
      Cursor & { collection?: string | undefined; status?: string | undefined; q?: string | undefined }
    >;
    post: {
      parameters: { header?: { "Idempotency-Key"?: string }; query?: never; path?: never; cookie?: never };
      requestBody: { content: { "multipart/form-data": { file: string; collection: string } } };
      responses: { 202: Json<t.RaglanDocument> };
    };
  };
  "/api/v1/documents/{id}": { get: Read<t.RaglanDocument, ById>; delete: Remove<ById> };
  "/api/v1/documents/{id}/retry": { post: Do<t.RaglanDocument, ById> };
  "/api/v1/documents/{id}/versions": { get: Read<t.Page<t.DocumentVersion>, ById> };
  "/api/v1/documents/{id}/chunks": { get: Read<t.Page<t.Chunk>, ById> };
  "/api/v1/imports": {
    post: Write<{ url: string; path_prefix: string; collection: string }, { job: string }>;
  };
  "/api/v1/feedback": {
    get: Read<
      t.Page<t.FeedbackEntry>,
      undefined,
      Cursor & { rating?: string | undefined; reason?: string | undefined; status?: string | undefined }
    >;
  };
  "/api/v1/feedback/{id}": { patch: Write<{ status: t.TriageStatus }, t.FeedbackEntry, ById> };
  "/api/v1/indexes": {
    get: Read<t.Page<t.IndexVersion>>;
    post: Write<{ settings?: Partial<t.IndexVersion["settings"]> }, t.IndexVersion>;
  };
  "/api/v1/indexes/{id}/promote": { post: Do<t.IndexVersion, { id: number }> };
  "/api/v1/indexes/{id}/cancel": { post: Do<t.IndexVersion, { id: number }> };
  "/api/v1/indexes/{id}/rollback": { post: Do<t.IndexVersion, { id: number }> };
  "/api/v1/jobs": { get: Read<t.Page<t.Job>> };
  "/api/v1/jobs/{id}/cancel": { post: Do<t.Job, ById> };
  "/api/v1/members": { get: Read<t.Page<t.Member>> };
  "/api/v1/members/{id}": {
    patch: Write<{ role?: t.Role; groups?: string[] }, t.Member, ById>;
    delete: Remove<ById>;
  };
  "/api/v1/groups": { get: Read<t.Page<t.Group>>; post: Write<{ name: string }, t.Group> };
  "/api/v1/groups/{id}": { delete: Remove<ById> };
  "/api/v1/invitations": {
    get: Read<t.Page<t.Invitation>>;
    post: Write<{ email: string; role: t.Role; groups: string[] }, t.Invitation>;
  };
  "/api/v1/invitations/{id}": { delete: Remove<ById> };
  "/api/v1/api-keys": {
    get: Read<t.Page<t.ApiKey>>;
    post: Write<{ name: string; scopes: string[]; expires_at: string | null }, t.ApiKey>;
  };
  "/api/v1/api-keys/{id}": { delete: Remove<ById> };
  "/api/v1/webhooks": {
    get: Read<t.Page<t.Webhook>>;
    post: Write<{ url: string; events: string[] }, t.Webhook>;
  };
  "/api/v1/webhooks/{id}": { delete: Remove<ById> };
}
