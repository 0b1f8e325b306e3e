"""Describe what goes over REST, for reading, rendering and the OpenAPI document alike."""

from typing import Any

from rest_framework import serializers

from chat.access import SOURCES_HIDDEN
from chat.protocol.client import ID_LIMIT_CHARACTERS, MOMENT_LIMIT_CHARACTERS, QUESTION_LIMIT_CHARACTERS
from chat.types import Outcome
from project.kernel.http.shapes import BodyShape

OUTCOMES = [outcome.value for outcome in Outcome]
AS_OF = "A day or a moment, ISO 8601, not in the future: answer from the versions that were in force then."
MODES = ["quote", "generate"]
REASONS = [
    "wrong_answer",
    "wrong_source",
    "out_of_date",
    "incomplete",
    "should_have_answered",
    "should_have_refused",
    "style",
    "unsafe",
]
WITHHELD = [SOURCES_HIDDEN]
TRIAGE_STATUSES = ["new", "seen", "resolved", "dismissed"]
DIAGNOSES = [
    "not_indexed",
    "not_retrieved",
    "ranked_low",
    "not_used",
    "unsupported",
    "document_wrong",
    "guardrail",
    "other",
]


class AskShape(BodyShape):
    """A question."""

    question = serializers.CharField(max_length=QUESTION_LIMIT_CHARACTERS)
    conversation = serializers.UUIDField(required=False, allow_null=True, default=None)
    collections = serializers.ListField(
        child=serializers.CharField(max_length=ID_LIMIT_CHARACTERS), required=False, default=list
    )
    filter = serializers.DictField(required=False, default=dict)
    fresh = serializers.BooleanField(
        required=False, default=False, help_text="Make a new answer, whatever is known already."
    )
    as_of = serializers.CharField(
        max_length=MOMENT_LIMIT_CHARACTERS, required=False, allow_blank=True, default="", help_text=AS_OF
    )
    stream = serializers.BooleanField(required=False, default=False)


class CitedDocumentShape(serializers.Serializer[Any]):
    """A document as a citation names it."""

    id = serializers.UUIDField()
    external_id = serializers.CharField(allow_null=True)
    title = serializers.CharField()
    url = serializers.CharField(allow_null=True)
    collection = serializers.CharField()
    version = serializers.IntegerField()


class CitationShape(serializers.Serializer[Any]):
    """The words of a document that an answer rests on."""

    n = serializers.IntegerField(min_value=1)
    chunk_id = serializers.UUIDField()
    document = CitedDocumentShape()
    page = serializers.IntegerField(allow_null=True)
    place = serializers.CharField(allow_blank=True)
    section = serializers.ListField(child=serializers.CharField())
    quote = serializers.CharField()
    start = serializers.IntegerField(min_value=0)
    end = serializers.IntegerField(min_value=0)
    verified = serializers.BooleanField()


class SentenceShape(serializers.Serializer[Any]):
    """Which citations support the characters `start:end` of the answer."""

    start = serializers.IntegerField(min_value=0)
    end = serializers.IntegerField(min_value=0)
    citations = serializers.ListField(child=serializers.IntegerField(min_value=1))
    verified = serializers.BooleanField()


class TokenUsageShape(serializers.Serializer[Any]):
    """The tokens that the model server counted."""

    prompt_tokens = serializers.IntegerField(min_value=0)
    completion_tokens = serializers.IntegerField(min_value=0)


class CachedShape(serializers.Serializer[Any]):
    """When an answer was given before, to somebody who sees the same."""

    at = serializers.DateTimeField()


class CuratedNoteShape(serializers.Serializer[Any]):
    """Which editor's text an answer is."""

    id = serializers.UUIDField()
    by = serializers.CharField()
    reviewed_on = serializers.DateField()
    source_changed = serializers.BooleanField(source="has_changed_source")


class AnswerShape(serializers.Serializer[Any]):
    """A whole answer."""

    message = serializers.UUIDField()
    conversation = serializers.UUIDField()
    answer = serializers.CharField(allow_blank=True)
    outcome = serializers.ChoiceField(choices=OUTCOMES)
    citations = CitationShape(many=True)
    sentences = SentenceShape(many=True)
    model = serializers.CharField(allow_blank=True)
    mode = serializers.ChoiceField(choices=MODES)
    usage = TokenUsageShape()
    timings_ms = serializers.DictField(child=serializers.FloatField())
    degraded = serializers.ListField(child=serializers.CharField())
    cached = CachedShape(allow_null=True)
    curated = CuratedNoteShape(allow_null=True)
    meant_as_of = serializers.DateField(
        allow_null=True,
        help_text="The day that words of the question mean, where the answer cites a version of then.",
    )


class ConversationShape(serializers.Serializer[Any]):
    """A conversation in the list."""

    id = serializers.UUIDField()
    title = serializers.CharField()
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()


class OpinionShape(BodyShape):
    """What a person thinks of an answer."""

    rating = serializers.ChoiceField(choices=["up", "down"])
    reasons = serializers.ListField(
        child=serializers.ChoiceField(choices=REASONS),
        required=False,
        default=list,
    )
    comment = serializers.CharField(max_length=4_000, required=False, allow_blank=True, default="")
    expected_answer = serializers.CharField(max_length=4_000, required=False, allow_blank=True, default="")
    expected_document = serializers.CharField(
        max_length=400, required=False, allow_blank=True, allow_null=True, default=None
    )


class FailureShape(serializers.Serializer[Any]):
    """Why an answer ended early."""

    code = serializers.CharField()
    detail = serializers.CharField()
    retryable = serializers.BooleanField()


class MessageShape(serializers.Serializer[Any]):
    """A question of a conversation with its answer."""

    id = serializers.UUIDField(source="message.id")
    client_id = serializers.CharField(
        source="message.request.client_id",
        allow_blank=True,
        default="",
        help_text="The name that the client gave to the question, so that it finds one whose `started` was lost.",
    )
    question = serializers.CharField(source="message.question")
    as_of = serializers.CharField(source="message.request.as_of", allow_blank=True, default="")
    answer = serializers.CharField(allow_blank=True)
    withheld = serializers.ChoiceField(
        choices=WITHHELD,
        allow_null=True,
        help_text="Why nothing of the answer is shown: a document that it was made of is out of sight.",
    )
    state = serializers.ChoiceField(
        source="message.state", choices=["streaming", "done", "failed", "stopped", "interrupted"]
    )
    outcome = serializers.ChoiceField(source="message.outcome", choices=OUTCOMES, allow_null=True)
    failure = FailureShape(source="message.failure", allow_null=True)
    citations = CitationShape(many=True)
    sentences = SentenceShape(many=True)
    model = serializers.CharField(source="message.model", allow_blank=True)
    mode = serializers.ChoiceField(source="message.mode", choices=["", *MODES])
    degraded = serializers.ListField(source="message.degraded", child=serializers.CharField())
    usage = serializers.DictField(source="message.usage", child=serializers.IntegerField())
    timings_ms = serializers.DictField(source="message.timings_ms", child=serializers.FloatField())
    cached = CachedShape(source="message.cached", allow_null=True)
    curated = CuratedNoteShape(source="message.curated", allow_null=True)
    meant_as_of = serializers.DateField(allow_null=True)
    created_at = serializers.DateTimeField(source="message.created_at")
    feedback = OpinionShape(allow_null=True)


class WholeConversationShape(ConversationShape):
    """A conversation with its messages, oldest first."""

    messages = MessageShape(many=True)


class TraceShape(serializers.Serializer[Any]):
    """How an answer came about: ids, scores, times and reasons, never the texts of documents."""

    message = serializers.UUIDField(source="id")
    conversation = serializers.UUIDField(source="conversation_id")
    question = serializers.CharField()
    state = serializers.CharField()
    outcome = serializers.CharField(allow_null=True)
    searched = serializers.CharField(
        source="trace.searched",
        allow_blank=True,
        help_text="What was searched for: a follow-up is rewritten. Empty where the answer is withheld.",
    )
    stages = serializers.ListField(source="trace.stages", child=serializers.DictField())
    model = serializers.CharField(allow_blank=True)
    mode = serializers.CharField(allow_blank=True)
    usage = serializers.DictField(child=serializers.IntegerField())
    timings_ms = serializers.DictField(child=serializers.FloatField())
    degraded = serializers.ListField(child=serializers.CharField())
    failure = FailureShape(allow_null=True)
    cached = CachedShape(allow_null=True)
    curated = CuratedNoteShape(allow_null=True)
    settings = serializers.DictField()
    request = serializers.DictField()
    index_version = serializers.IntegerField(allow_null=True)
    prompt_version = serializers.CharField(allow_blank=True)
    created_at = serializers.DateTimeField()
    finished_at = serializers.DateTimeField(allow_null=True)


class PersonShape(serializers.Serializer[Any]):
    """A person."""

    id = serializers.UUIDField()
    email = serializers.EmailField()
    name = serializers.CharField(allow_blank=True)


class FeedbackShape(serializers.Serializer[Any]):
    """An opinion in the admins' inbox, with what was in force when the answer was written."""

    id = serializers.UUIDField(source="feedback.id")
    message = serializers.UUIDField(source="feedback.message_id")
    rating = serializers.ChoiceField(source="feedback.rating", choices=["up", "down"])
    reasons = serializers.ListField(source="feedback.reasons", child=serializers.ChoiceField(choices=REASONS))
    comment = serializers.CharField(source="feedback.comment", allow_blank=True)
    expected_answer = serializers.CharField(source="feedback.expected_answer", allow_blank=True)
    expected_document = serializers.CharField(source="feedback.expected_document", allow_blank=True)
    question = serializers.CharField(source="feedback.message.question")
    answer = serializers.CharField(allow_null=True, allow_blank=True)
    citations = CitationShape(many=True)
    sentences = SentenceShape(many=True)
    outcome = serializers.CharField(source="feedback.message.outcome", allow_null=True)
    model = serializers.CharField(source="feedback.message.model", allow_blank=True)
    cached = CachedShape(source="feedback.message.cached", allow_null=True)
    curated = CuratedNoteShape(source="feedback.message.curated", allow_null=True)
    mode = serializers.ChoiceField(source="feedback.message.mode", choices=["", *MODES])
    status = serializers.ChoiceField(source="feedback.status", choices=TRIAGE_STATUSES)
    diagnosis = serializers.ChoiceField(source="feedback.diagnosis", choices=["", *DIAGNOSES])
    note = serializers.CharField(source="feedback.note", allow_blank=True)
    person = PersonShape(allow_null=True)
    settings = serializers.DictField(source="feedback.settings")
    index_version = serializers.IntegerField(source="feedback.index_version", allow_null=True)
    prompt_version = serializers.CharField(source="feedback.message.prompt_version", allow_blank=True)
    created_at = serializers.DateTimeField(source="feedback.created_at")
    updated_at = serializers.DateTimeField(source="feedback.updated_at")


class TriageShape(BodyShape):
    """What is to be changed of a feedback's handling."""

    status = serializers.ChoiceField(choices=TRIAGE_STATUSES, required=False)
    diagnosis = serializers.ChoiceField(choices=["", *DIAGNOSES], required=False)
    note = serializers.CharField(max_length=4_000, required=False, allow_blank=True)


class ModelShape(serializers.Serializer[Any]):
    """The language model, and whether it quotes or writes freely."""

    id = serializers.CharField()
    mode = serializers.ChoiceField(choices=MODES)


class TenantShape(serializers.Serializer[Any]):
    """The company."""

    slug = serializers.CharField()
    name = serializers.CharField()


class SessionShape(serializers.Serializer[Any]):
    """Who is signed in, and what answers them."""

    user = PersonShape()
    tenant = TenantShape()
    role = serializers.ChoiceField(choices=["owner", "admin", "curator", "analyst", "member"])
    groups = serializers.ListField(child=serializers.CharField())
    model = ModelShape()
