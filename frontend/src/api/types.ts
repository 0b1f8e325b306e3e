/** The names by which the screens call what the OpenAPI document describes; it says what they are. */
import type { components } from "./schema";

type Schemas = components["schemas"];

export type Role = Schemas["Role"];
export type Session = Schemas["SessionShape"];

/** Every error's body. */
export type ProblemDetails = Schemas["Problem"];
export type FieldProblem = Schemas["FieldProblem"];

/** What pages have in common; the document describes the page of each list by itself. */
export interface Page<T> {
  results: T[];
  next: string | null;
  previous: string | null;
}

export type Citation = Schemas["CitationShape"];
/** One sentence of an answer by its characters (code points), with the citations that support it. */
export type AnswerSentence = Schemas["SentenceShape"];
/** Where an answer was known already: given before, or an editor's own text. */
export type Cached = Schemas["CachedShape"];
export type Curated = Schemas["CuratedNoteShape"];
export type Outcome = Schemas["OutcomeEnum"];
export type AnswerMode = Schemas["AnswerMode"];

export type ConversationSummary = Schemas["ConversationShape"];
export type Conversation = Schemas["WholeConversationShape"];
export type Message = Schemas["MessageShape"];
export type MessageState = Message["state"];

export type FeedbackReason = Schemas["ReasonsEnum"];
export type Feedback = Schemas["OpinionShape"];
export type FeedbackRequest = Schemas["OpinionShapeRequest"];
export type FeedbackEntry = Schemas["FeedbackShape"];
export type TriageStatus = Schemas["TriageStatus"];
export type Diagnosis = Schemas["DiagnosisEnum"];
export type Triage = Schemas["PatchedTriageShapeRequest"];

export type CuratedAnswer = Schemas["CuratedShape"];
export type CuratedState = CuratedAnswer["state"];
export type CuratedDue = CuratedAnswer["due"][number];
export type NewCurated = Schemas["NewCuratedShapeRequest"];
export type CuratedChanges = Schemas["PatchedCuratedChangesShapeRequest"];
export type CuratedFilter = "due" | "answering" | "expired" | "withdrawn";
export type Difference = Schemas["ComparedShape"]["differs"];

export type Collection = Schemas["CollectionShape"];
export type NewCollection = Schemas["CollectionShapeRequest"];
export type CollectionChanges = Schemas["PatchedCollectionChangesShapeRequest"];

export type RaglanDocument = Schemas["DocumentShape"];
export type UploadedDocument = Schemas["UploadedShape"];
export type DocumentChanges = Schemas["PatchedDocumentChangesShapeRequest"];
export type DocumentStatus = Schemas["DocumentStatus"];
export type DocumentVersion = Schemas["VersionShape"];
export type Chunk = Schemas["ChunkShape"];
export type Comparison = Schemas["ChangesShape"];
export type DiffBlock = Comparison["blocks"][number];
export type BulkEdit = Schemas["BulkEditShapeRequest"];
export type BulkEdited = Schemas["BulkEditedShape"];

export type IndexVersion = Schemas["IndexShape"];
export type IndexState = IndexVersion["state"];
export type Job = Schemas["JobShape"];
export type JobState = Job["state"];

export type DocumentProgress = Schemas["DocumentProgressShape"];
export type Stage = Schemas["StageShape"];
export type FailureReason = Schemas["FailureReasonShape"];
export type Queue = Schemas["QueueShape"];

export type Member = Schemas["MemberShape"];
export type MemberChanges = Schemas["PatchedChangeMemberRequest"];
export type Group = Schemas["GroupShape"];
export type Invitation = Schemas["InvitationShape"];
export type InvitationRequest = Schemas["InvitationShapeRequest"];
export type ApiKey = Schemas["ApiKeyShape"];
export type ApiKeyRequest = Schemas["ApiKeyShapeRequest"];
export type ApiKeyScope = Schemas["ScopesEnum"];
export type LearnedWeights = Schemas["LearnedWeightsShape"];
export type SearchSetting = Schemas["SearchSettingShape"];
export type SearchSettingsChanges = Schemas["PatchedSettingsChangesShapeRequest"];
export type SynonymGroup = Schemas["SynonymGroupShape"];
export type SuggestedTerm = Schemas["SuggestedShape"];
export type Webhook = Schemas["WebhookShape"];
export type WebhookRequest = Schemas["WebhookShapeRequest"];
export type WebhookEvent = Schemas["EventsEnum"];
export type Delivery = Schemas["DeliveryShape"];
export type DeliveryState = Delivery["state"];
export type AuditEvent = Schemas["AuditEventShape"];
export type SourceKind = Schemas["KindShape"];
export type SourceSetting = Schemas["SettingShape"];
export type SourceSecret = Schemas["SecretShape"];
export type Source = Schemas["SourceShape"];
export type NewSource = Schemas["NewSourceShapeRequest"];
export type SourceChanges = Schemas["PatchedSourceChangesShapeRequest"];
export type SourceTrial = Schemas["TryShapeRequest"];
export type TriedSource = Schemas["TriedShape"];
export type SourceRun = Schemas["RunShape"];
export type WholeSourceRun = Schemas["WholeRunShape"];
export type SourceLogEntry = Schemas["LogEntryShape"];
export type SourceSchedule = Schemas["ScheduleShapeRequest"];
export type Happened = SourceLogEntry["happened"];
