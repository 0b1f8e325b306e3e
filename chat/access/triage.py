"""Find people's feedback for those who look after the answers."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet, prefetch_related_objects

from chat.access.sources import withheld_messages
from chat.models import Citation, Feedback
from project.kernel.errors import NotFound
from tenants.access import names_of_people
from tenants.types import Actor, PersonName


def feedback_in_triage(
    *, actor: Actor, rating: str = "", reason: str = "", status: str = "", diagnosis: str = ""
) -> "QuerySet[Feedback]":
    """Return everybody's feedback that the filters leave, with its messages; the route asks for the role."""
    exact = {"rating": rating, "status": status, "diagnosis": diagnosis}
    found = Feedback.objects.filter(**{name: value for name, value in exact.items() if value})
    found = found.with_reason(reason) if reason else found
    return found.select_related("message")


def access_feedback(*, actor: Actor, feedback_id: UUID) -> Feedback:
    """Return one feedback of the inbox; raise NotFound where there is none."""
    feedback = feedback_in_triage(actor=actor).filter(pk=feedback_id).first()
    if feedback is None:
        raise NotFound
    return feedback


@dataclass(frozen=True, kw_only=True)
class Entry:
    """Carry feedback as the inbox shows it; an answer that rests on what its reader may not see is None."""

    feedback: Feedback
    answer: str | None
    citations: tuple[Citation, ...]
    sentences: tuple[dict[str, Any], ...]
    person: PersonName | None


def entries(*, actor: Actor, rows: Iterable[Feedback]) -> list[Entry]:
    """Return feedback with the names of the people, as the actor may see it."""
    rows = list(rows)
    prefetch_related_objects(rows, "message__citations")
    withheld = withheld_messages(actor=actor, messages=[row.message for row in rows])
    people = names_of_people(tenant=actor.tenant, person_ids=[row.person_id for row in rows])
    return [
        Entry(
            feedback=row,
            answer=None if row.message_id in withheld else row.message.answer,
            citations=() if row.message_id in withheld else tuple(row.message.citations.all()),
            sentences=() if row.message_id in withheld else tuple(row.message.sentences),
            person=people.get(row.person_id),
        )
        for row in rows
    ]


@transaction.atomic
def access_entry(*, actor: Actor, feedback_id: UUID) -> Entry:
    """Return one feedback as the inbox shows it; raise NotFound where there is none."""
    return entries(actor=actor, rows=[access_feedback(actor=actor, feedback_id=feedback_id)])[0]
