"""Keep what people thought of answers, and what was made of it."""

from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from chat.models.conversation import Message
from project.kernel.ids import uuid7
from tenants.types import Actor


class Rating(models.TextChoices):
    """Say whether an answer was good."""

    UP = "up"
    DOWN = "down"


class Reason(models.TextChoices):
    """Say what was wrong with an answer."""

    WRONG_ANSWER = "wrong_answer"
    WRONG_SOURCE = "wrong_source"
    OUT_OF_DATE = "out_of_date"
    INCOMPLETE = "incomplete"
    SHOULD_HAVE_ANSWERED = "should_have_answered"
    SHOULD_HAVE_REFUSED = "should_have_refused"
    STYLE = "style"
    UNSAFE = "unsafe"


class TriageStatus(models.TextChoices):
    """Say what the admins have done about it."""

    NEW = "new"
    SEEN = "seen"
    RESOLVED = "resolved"
    DISMISSED = "dismissed"


class Diagnosis(models.TextChoices):
    """Name the part that a bad answer is laid to."""

    NONE = ""
    NOT_INDEXED = "not_indexed"
    NOT_RETRIEVED = "not_retrieved"
    RANKED_LOW = "ranked_low"
    NOT_USED = "not_used"
    UNSUPPORTED = "unsupported"
    DOCUMENT_WRONG = "document_wrong"
    GUARDRAIL = "guardrail"
    OTHER = "other"


class FeedbackQuerySet(models.QuerySet["Feedback"]):
    """Filter feedback."""

    def of(self, actor: Actor) -> Self:
        """Keep what the actor gave."""
        return self.filter(person_id=actor.user_id)

    def with_reason(self, reason: str) -> Self:
        """Keep what names this reason among others."""
        return self.filter(reasons__contains=[reason])


class Feedback(models.Model):
    """One person's opinion of one answer, with what was in force when it was written."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="feedback")
    person_id = models.UUIDField()
    rating = models.CharField(max_length=4, choices=Rating.choices)
    reasons = ArrayField(models.CharField(max_length=24, choices=Reason.choices), default=list)
    comment = models.TextField(default="")
    expected_answer = models.TextField(default="")
    # What the person expects to be cited: a document's id or external id, or a title in their words.
    expected_document = models.TextField(default="")
    status = models.CharField(max_length=10, choices=TriageStatus.choices, default=TriageStatus.NEW)
    diagnosis = models.CharField(max_length=16, choices=Diagnosis.choices, default=Diagnosis.NONE)
    note = models.TextField(default="")
    settings = models.JSONField(default=dict)
    index_version = models.PositiveIntegerField(null=True)
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)

    objects = FeedbackQuerySet.as_manager()

    class Meta:
        """Name the table, its keys and its rules."""

        db_table = "feedback"
        indexes: ClassVar = [
            models.Index(fields=["status", "-created_at"], name="feedback_in_triage"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["message", "person_id"], name="feedback_once_per_person"),
            models.CheckConstraint(condition=Q(rating__in=Rating.values), name="feedback_rating_known"),
            models.CheckConstraint(condition=Q(status__in=TriageStatus.values), name="feedback_status_known"),
            models.CheckConstraint(
                condition=Q(diagnosis__in=Diagnosis.values), name="feedback_diagnosis_known"
            ),
            models.CheckConstraint(
                condition=Q(reasons__contained_by=Reason.values), name="feedback_reasons_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rating} on {self.message_id}"
