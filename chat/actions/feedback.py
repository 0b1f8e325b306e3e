"""Take people's opinions of answers, and say what was made of them."""

from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from chat.access import access_feedback, access_message
from chat.answering.likeness import folded
from chat.models import Feedback, KnownQuestion, Message, Rating, TriageStatus
from chat.types import Outcome
from project.kernel.errors import NotFound
from tenants.actions import webhooks
from tenants.types import Actor


@dataclass(frozen=True, kw_only=True)
class Opinion:
    """Carry what a person thinks of an answer."""

    rating: str
    reasons: tuple[str, ...] = ()
    comment: str = ""
    expected_answer: str = ""
    expected_document: str = ""


@dataclass(frozen=True, kw_only=True)
class Triage:
    """Carry what is to be changed of a feedback's handling; None leaves a part as it is."""

    status: str | None = None
    diagnosis: str | None = None
    note: str | None = None

    @property
    def changes(self) -> dict[str, Any]:
        """Return the parts that change."""
        return {name: value for name, value in asdict(self).items() if value is not None}


@transaction.atomic(durable=True)
def give(*, actor: Actor, message_id: UUID, opinion: Opinion) -> Feedback:
    """Store the actor's opinion of an answer to them in place of an earlier one, with what was in force."""
    message = access_message(actor=actor, message_id=message_id)
    feedback, is_new = Feedback.objects.update_or_create(
        message=message,
        person_id=actor.user_id,
        defaults={
            **asdict(opinion),
            "reasons": sorted(set(opinion.reasons)),
            "status": TriageStatus.NEW,
            "settings": message.settings,
            "index_version": message.index_version,
            "updated_at": timezone.now(),
        },
    )
    if opinion.rating == Rating.DOWN:
        _give_no_more(message)
    if is_new:
        payload = {"feedback": str(feedback.pk), "message": str(message.pk), "rating": feedback.rating}
        webhooks.emit(tenant=actor.tenant, event="feedback.created", payload=payload)
    return feedback


def _give_no_more(message: Message) -> None:
    """Let nobody else be given an answer again, nor the one that took its place: whoever asked the same meanwhile."""
    KnownQuestion.objects.given_by(message).delete()
    if message.outcome == Outcome.ANSWERED and message.curated is None:
        questions = Message.objects.filter(pk__in=message.answered_by).values_list("question", flat=True)
        KnownQuestion.objects.asked_as(map(folded, questions)).delete()


@transaction.atomic(durable=True)
def take_back(*, actor: Actor, message_id: UUID) -> None:
    """Delete the actor's opinion of an answer; raise NotFound where there is none."""
    deleted, _ = Feedback.objects.of(actor).filter(message_id=message_id).delete()
    if not deleted:
        raise NotFound


@transaction.atomic(durable=True)
def triage(*, actor: Actor, feedback_id: UUID, triage: Triage) -> None:
    """Say what was made of somebody's feedback."""
    feedback = access_feedback(actor=actor, feedback_id=feedback_id)
    Feedback.objects.filter(pk=feedback.pk).update(**triage.changes, updated_at=timezone.now())
