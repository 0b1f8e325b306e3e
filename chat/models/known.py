"""Keep questions whose answer is known: written by an editor, or given before to somebody who sees the same."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import ClassVar, Self
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from pgvector.django import CosineDistance, HalfVectorField

from chat.models.conversation import Message
from project.kernel.ids import uuid7
from tenants.types import Actor


class CuratedAnswerQuerySet(models.QuerySet["CuratedAnswer"]):
    """Filter curated answers."""

    def written_for(self, actor: Actor) -> Self:
        """Keep what is written for the actor; owners and admins are given no more, and may edit all."""
        return self.filter(readers__overlap=list(actor.reader_tokens))

    def editable_by(self, actor: Actor) -> Self:
        """Keep what is written for the actor or is the actor's own."""
        if actor.sees_everything:
            return self
        return self.filter(Q(readers__overlap=list(actor.reader_tokens)) | Q(owner_id=actor.user_id))

    def made_of(self, document_ids: Iterable[UUID]) -> Self:
        """Keep those that cite any of these documents."""
        return self.filter(source_documents__overlap=list(document_ids))


class CuratedAnswer(models.Model):
    """An editor's own text for a question, for these readers, until it expires or is withdrawn."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    answer = models.TextField()
    # As documents name their readers: everyone, group:<uuid>, person:<uuid>, sorted.
    readers = ArrayField(models.TextField())
    owner_id = models.UUIDField()
    # The documents that it cites, in the order of their numbers, as they stood when it was last reviewed:
    # {"document": uuid, "chunk": uuid or null, "state": what documents.search.standing said of it}.
    sources = models.JSONField(default=list)
    # For the trigger that blanks what was made of an erased document.
    source_documents = ArrayField(models.UUIDField(), default=list)
    is_withdrawn = models.BooleanField(default=False)
    review_on = models.DateField(null=True)
    expires_at = models.DateTimeField(null=True)
    reviewed_at = models.DateTimeField(default=timezone.now)
    reviewed_by = models.UUIDField()
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)

    objects = CuratedAnswerQuerySet.as_manager()

    class Meta:
        """Name the table."""

        db_table = "curated_answer"

    def __str__(self) -> str:
        return f"curated {self.pk}"


class KnownQuestionQuerySet(models.QuerySet["KnownQuestion"]):
    """Filter known questions."""

    def cached(self) -> Self:
        """Keep those that were answered before."""
        return self.filter(message__isnull=False)

    def under(self, key: UUID) -> Self:
        """Keep what was answered to who sees the same, asked within the same bounds, and is not too old."""
        return self.filter(key=key, expires_at__gt=timezone.now())

    def curated_for(self, actor: Actor) -> Self:
        """Keep the wordings of curated answers that answer this person now."""
        answering = CuratedAnswer.objects.written_for(actor).filter(is_withdrawn=False)
        answering = answering.exclude(expires_at__lte=timezone.now()).exclude(answer="")
        return self.filter(curated__in=answering)

    def by_likeness(self, embedder: str, vector: list[float]) -> Self:
        """Order by how near a question's vector is, the nearest first."""
        found = self.filter(embedder=embedder, vector__isnull=False)
        return found.annotate(distance=CosineDistance("vector", vector)).order_by("distance", "pk")

    def given_by(self, message: Message) -> Self:
        """Keep those whose answer a message gave: its own, or the one that it was given from."""
        return self.filter(message_id__in=message.answered_by)

    def asked_as(self, folded: Iterable[UUID]) -> Self:
        """Keep what was answered before to the very words of any of these questions, by whichever key."""
        return self.cached().filter(folded__in=list(folded))

    def still(self, answered: Mapping[int, UUID]) -> Self:
        """Keep those whose answer is still that of this message; a later one may stand in its place by now."""
        return self.filter(pk__in=answered.keys(), message_id__in=answered.values())

    def expired(self, moment: datetime) -> Self:
        """Keep cached ones whose time is over."""
        return self.filter(expires_at__lte=moment)

    def not_of(self, embedder: str) -> Self:
        """Keep the wordings of curated answers that another embedder placed, or none."""
        return self.filter(curated__isnull=False).exclude(embedder=embedder)


class KnownQuestion(models.Model):
    """A question with its vector: a wording of a curated answer, or one that a message answered.

    A cached answer is its message's own: it goes with the message, and nothing of it stands here twice.
    """

    id = models.BigAutoField(primary_key=True)
    curated = models.ForeignKey(CuratedAnswer, on_delete=models.CASCADE, null=True, related_name="questions")
    # The database deletes it with its message, whoever deletes that (seventh migration).
    message = models.OneToOneField(
        Message, on_delete=models.DO_NOTHING, db_constraint=False, null=True, related_name="known"
    )
    # What a cached answer was given under: who sees the same, by which index versions and settings.
    key = models.UUIDField(null=True)
    # A curated wording's own text; a cached question's is its message's.
    wording = models.TextField(default="")
    # A digest of the question without what its writing leaves open: see chat.answering.folding.
    folded = models.UUIDField()
    # Name and revision; empty until it is embedded.
    embedder = models.CharField(max_length=300, default="")
    vector = HalfVectorField(null=True)
    # What a cached answer was made of: {document id: what documents.search.standing said of it}.
    sources = models.JSONField(default=dict)
    # What documents.search.standing said of all that its asker sees, when its passages were last found to be the best.
    corpus = models.UUIDField(null=True)
    created_at = models.DateTimeField(default=timezone.now)
    used_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(null=True)

    objects = KnownQuestionQuerySet.as_manager()

    class Meta:
        """Name the table, its indexes and its rules."""

        db_table = "known_question"
        indexes: ClassVar = [
            models.Index(fields=["used_at"], condition=Q(key__isnull=False), name="known_question_used"),
        ]
        constraints: ClassVar = [
            # Wordings of curated answers have no key, and are as many as there are.
            models.UniqueConstraint(fields=["key", "folded"], name="known_question_asked_once"),
            models.CheckConstraint(
                condition=Q(
                    curated__isnull=False, message__isnull=True, key__isnull=True, expires_at__isnull=True
                )
                | Q(curated__isnull=True, message__isnull=False, key__isnull=False, expires_at__isnull=False),
                name="known_question_of_one_kind",
            ),
            models.CheckConstraint(
                condition=Q(vector__isnull=True) | ~Q(embedder=""), name="known_question_says_its_embedder"
            ),
            models.CheckConstraint(
                condition=Q(expires_at__isnull=True) | Q(expires_at__gt=F("created_at")),
                name="known_question_lives_a_while",
            ),
        ]

    def __str__(self) -> str:
        return f"known question {self.pk}"
