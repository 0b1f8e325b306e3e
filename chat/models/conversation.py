"""Keep conversations: questions with their answers, citations and traces."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, ClassVar, Self
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from chat.types import Outcome
from project.kernel.ids import uuid7
from tenants.types import Actor

SOURCES = ArrayField(models.UUIDField())


class MessageState(models.TextChoices):
    """Say how far an answer came."""

    STREAMING = "streaming"
    DONE = "done"
    FAILED = "failed"
    STOPPED = "stopped"
    INTERRUPTED = "interrupted"


def with_sources(document_ids: Iterable[UUID], field: str = "source_documents") -> models.Func:
    """Return the update of a message's source documents that adds these."""
    added = models.Value(list(document_ids), output_field=SOURCES)
    return models.Func(F(field), added, function="array_cat", output_field=SOURCES)


class ConversationQuerySet(models.QuerySet["Conversation"]):
    """Filter conversations."""

    def of(self, actor: Actor) -> Self:
        """Keep the actor's own."""
        return self.filter(person_id=actor.user_id)


class Conversation(models.Model):
    """A row of questions that belong together; it is its person's alone."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person_id = models.UUIDField()
    title = models.CharField(max_length=200)
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)

    objects = ConversationQuerySet.as_manager()

    class Meta:
        """Name the table and its key."""

        db_table = "conversation"
        indexes: ClassVar = [
            models.Index(fields=["person_id", "-updated_at", "-id"], name="conversation_of_person"),
        ]

    def __str__(self) -> str:
        return self.title


class MessageQuerySet(models.QuerySet["Message"]):
    """Filter messages."""

    def of(self, actor: Actor) -> Self:
        """Keep those in the actor's own conversations."""
        return self.filter(conversation__person_id=actor.user_id)

    def streaming(self) -> Self:
        """Keep those whose answer is being written."""
        return self.filter(state=MessageState.STREAMING)

    def begun_before(self, moment: datetime) -> Self:
        """Keep those that were asked before `moment`."""
        return self.filter(created_at__lt=moment)

    def made_of(self, document_ids: Iterable[UUID]) -> Self:
        """Keep those that were made of any of these documents."""
        keys = list(document_ids)
        return self.filter(Q(source_documents__overlap=keys) | Q(unseen_sources__overlap=keys))

    def interrupt(
        self,
        message_id: UUID,
        *,
        failure: Mapping[str, Any],
        answer: str,
        sources: Iterable[UUID],
        last_seq: int,
    ) -> bool:
        """End a message whose process died; say False where it had ended."""
        return bool(
            self.streaming()
            .filter(pk=message_id)
            .update(
                state=MessageState.INTERRUPTED,
                failure=failure,
                answer=answer,
                source_documents=with_sources(sources),
                last_seq=last_seq,
                finished_at=timezone.now(),
            )
        )

    def finished_in(self, conversation_id: UUID) -> Self:
        """Keep a conversation's whole answers, oldest first."""
        return self.filter(conversation_id=conversation_id, state=MessageState.DONE).order_by("id")


class Message(models.Model):
    """A question and its answer, with everything that was in force when it was written."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="messages")
    question = models.TextField()
    # Which collections, filter and moment the person chose, and the client's own name for the question:
    # {"collections": [], "filter": {}, "as_of": "", "client_id": ""}.
    request = models.JSONField(default=dict)
    answer = models.TextField(default="")
    state = models.CharField(max_length=12, choices=MessageState.choices, default=MessageState.STREAMING)
    outcome = models.CharField(max_length=16, choices=[(o.value, o.value) for o in Outcome], null=True)  # noqa: DJ001 - null until it is known
    failure = models.JSONField(null=True)
    sentences = models.JSONField(default=list)
    # Every document that was shown or prompted, also by earlier answers: it outlives the citations.
    source_documents = ArrayField(models.UUIDField(), default=list)
    # What an editor's text cites beyond them: its reader need not see these, and it still goes with them.
    unseen_sources = ArrayField(
        models.UUIDField(), default=list, db_default=models.Value([], output_field=SOURCES)
    )
    model = models.CharField(max_length=200, default="")
    mode = models.CharField(max_length=10, default="")
    usage = models.JSONField(default=dict)
    timings_ms = models.JSONField(default=dict)
    degraded = ArrayField(models.CharField(max_length=60), default=list)
    # Where its answer was known already: {"cached": {"at", "message"}} or {"curated": {"id", "by", "reviewed_on", …}}.
    recalled = models.JSONField(null=True)
    # The day that the question's words mean, where the answer cites a version of then.
    meant_as_of = models.DateField(null=True)
    settings = models.JSONField(default=dict)
    index_version = models.PositiveIntegerField(null=True)
    prompt_version = models.CharField(max_length=40, default="")
    last_seq = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        """Name the table, its keys and its rules."""

        db_table = "message"
        indexes: ClassVar = [
            models.Index(fields=["created_at"], condition=Q(state="streaming"), name="message_streaming"),
            GinIndex(fields=["source_documents"], name="message_sources"),
            GinIndex(fields=["unseen_sources"], name="message_unseen_sources"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=MessageState.values), name="message_state_known"),
            models.CheckConstraint(
                condition=Q(outcome__isnull=True) | Q(outcome__in=[o.value for o in Outcome]),
                name="message_outcome_known",
            ),
            models.CheckConstraint(
                condition=Q(state="done", outcome__isnull=False)
                | (~Q(state="done") & Q(outcome__isnull=True)),
                name="message_done_has_outcome",
            ),
            models.CheckConstraint(
                condition=Q(state="streaming", finished_at__isnull=True)
                | (~Q(state="streaming") & Q(finished_at__isnull=False)),
                name="message_ended_has_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk} ({self.state})"

    @property
    def cached(self) -> Mapping[str, Any] | None:
        """Return when its answer was given before; None where it was not."""
        return (self.recalled or {}).get("cached")

    @property
    def answered_by(self) -> tuple[UUID, ...]:
        """Return the messages whose answer this one has: itself, and the one that it was given from."""
        return (self.pk, UUID(self.cached["message"])) if self.cached else (self.pk,)

    @property
    def curated(self) -> Mapping[str, Any] | None:
        """Return which editor's text its answer is; None where it is nobody's."""
        return (self.recalled or {}).get("curated")


class Citation(models.Model):
    """A snapshot of the words that an answer rests on; it goes when its document goes (second migration)."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="citations")
    n = models.PositiveSmallIntegerField()
    chunk_id = models.UUIDField()
    document_id = models.UUIDField(db_index=True)
    # The document as it was named then: external_id, title, url, collection, version.
    document = models.JSONField()
    page = models.PositiveIntegerField(null=True)
    place = models.TextField(default="", db_default="")
    section = ArrayField(models.TextField(), default=list)
    quote = models.TextField()
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    verified = models.BooleanField()

    class Meta:
        """Name the table and its rules."""

        db_table = "citation"
        ordering: ClassVar = ["n"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["message", "n"], name="citation_number_once"),
            models.CheckConstraint(condition=Q(n__gte=1), name="citation_counts_from_one"),
            models.CheckConstraint(condition=Q(start__lte=F("end")), name="citation_span_in_order"),
        ]

    def __str__(self) -> str:
        return f"[{self.n}] of {self.message_id}"


class Trace(models.Model):
    """How an answer came about: every stage with ids, scores and times; of texts the search's own alone."""

    message = models.OneToOneField(Message, on_delete=models.CASCADE, primary_key=True, related_name="trace")
    stages = models.JSONField(default=list)
    # A rewritten question may hold words of earlier answers: it is shown as they are, and erased with them.
    searched = models.TextField(default="", db_default="")

    class Meta:
        """Name the table."""

        db_table = "trace"

    def __str__(self) -> str:
        return f"trace of {self.message_id}"
