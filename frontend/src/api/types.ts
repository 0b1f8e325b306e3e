/** The public interface, v1, as the screens use it. Names follow the OpenAPI document. */

export type Role = "owner" | "admin" | "curator" | "analyst" | "member";

export interface FieldProblem {
  field: string;
  code: string;
  detail: string;
}

export interface ProblemDetails {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: string;
  errors?: FieldProblem[];
}

export interface Page<T> {
  results: T[];
  next: string | null;
  previous: string | null;
}

export interface Session {
  user: { id: string; email: string; name: string };
  tenant: { slug: string; name: string };
  role: Role;
  groups: string[];
  model: { id: string; mode: AnswerMode };
}

export interface DocumentRef {
  id: string;
  external_id: string | null;
  title: string;
  url: string | null;
  collection: string;
  version: number;
}

export interface Citation {
  n: number;
  chunk_id: string;
  document: DocumentRef;
  page: number | null;
  section: string[];
  quote: string;
  /** Where the quote stands in the document's text, in characters (code points). */
  start: number;
  end: number;
  verified: boolean;
}

export type Outcome = "answered" | "refused" | "no_answer" | "passages_only";
export type AnswerMode = "quote" | "generate";

/** One sentence of an answer by its characters (code points), with the citations that support it. */
export interface AnswerSentence {
  start: number;
  end: number;
  citations: number[];
  verified: boolean;
}

export type FeedbackReason =
  | "wrong_answer"
  | "wrong_source"
  | "out_of_date"
  | "incomplete"
  | "should_have_answered"
  | "should_have_refused"
  | "style"
  | "unsafe";

export interface Feedback {
  rating: "up" | "down";
  reasons: FeedbackReason[];
  comment: string;
  expected_answer: string;
  expected_document: string | null;
}

export interface ConversationSummary {
  id: string;
  title: string;
  created_at: string;
  updated_at: string;
}

export type MessageState = "streaming" | "done" | "failed" | "stopped" | "interrupted";

export interface Message {
  id: string;
  question: string;
  answer: string;
  state: MessageState;
  outcome: Outcome | null;
  citations: Citation[];
  sentences: AnswerSentence[];
  failure: { code: string; detail: string; retryable: boolean } | null;
  model: string;
  mode: AnswerMode | "";
  degraded: string[];
  created_at: string;
  feedback: Feedback | null;
}

export interface Conversation extends ConversationSummary {
  messages: Message[];
}

export interface Collection {
  slug: string;
  name: string;
  description: string;
  readers: string[];
  settings: Record<string, unknown>;
}

export type DocumentStatus = "queued" | "parsing" | "embedding" | "ready" | "failed" | "quarantined";

export interface RaglanDocument extends DocumentRef {
  status: DocumentStatus;
  stage: string;
  progress: number | null;
  error: { code: string; detail: string } | null;
  pages: number | null;
  chunks: number;
  metadata: Record<string, unknown>;
  readers: string[];
  warnings: string[];
  live_version: number | null;
  filename: string;
  media_type: string;
  size_bytes: number;
  created_at: string;
  updated_at: string;
  unchanged?: boolean;
}

export interface DocumentVersion {
  version: number;
  status: DocumentStatus | "replaced";
  filename: string;
  size_bytes: number;
  created_at: string;
}

export interface Chunk {
  id: string;
  text: string;
  page: number | null;
  section: string[];
  start: number;
  end: number;
}

export type TriageStatus = "new" | "seen" | "resolved" | "dismissed";

export interface FeedbackEntry extends Feedback {
  id: string;
  message: string;
  question: string;
  answer: string | null;
  outcome: string | null;
  model: string;
  index_version: number | null;
  status: TriageStatus;
  person: { id: string; email: string; name: string } | null;
  created_at: string;
}

export interface Trace {
  message: string;
  stages: TraceStage[];
  [field: string]: unknown;
}

export interface TraceStage {
  name: string;
  duration_ms?: number;
  [field: string]: unknown;
}

export type IndexState = "building" | "ready" | "live" | "retired" | "failed" | "cancelled";

export interface IndexVersion {
  id: number;
  number: number;
  state: IndexState;
  settings: { embedder: string; dimensions: number; precision: string; splitter: Record<string, unknown> };
  progress: { total: number; done: number; failed: number; eta_seconds: number | null };
  cost: Record<string, unknown>;
  error: { code: string; detail: string } | null;
  job: string | null;
  created_at: string;
  ready_at: string | null;
  promoted_at: string | null;
  retired_at: string | null;
}

export type JobState = "queued" | "running" | "done" | "failed" | "cancelled" | "quarantined";

export interface Job {
  id: string;
  kind: string;
  queue: string;
  state: JobState;
  attempts: number;
  progress: { total: number; done: number; failed: number; eta_seconds: number | null };
  error: { code: string; detail: string } | null;
  created_at: string;
  started_at: string | null;
  finished_at: string | null;
}

export interface Member {
  id: string;
  email: string;
  name: string;
  role: Role;
  groups: string[];
  joined_at: string;
}

export interface Group {
  id: string;
  slug: string;
  name: string;
  members: number;
}

export interface Invitation {
  id: string;
  email: string;
  role: Role;
  groups: string[];
  link?: string;
  expires_at: string;
  accepted_at: string | null;
}

export interface ApiKey {
  id: string;
  name: string;
  prefix: string;
  scopes: string[];
  expires_at: string | null;
  last_used_at: string | null;
  revoked_at: string | null;
  created_at: string;
  key?: string;
}

export interface Webhook {
  id: string;
  url: string;
  events: string[];
  active: boolean;
  secret?: string;
  created_at: string;
}
