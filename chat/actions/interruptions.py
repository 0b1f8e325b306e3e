"""End messages whose process died, so that none is shown as being written for ever."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from chat.access import hold_sources
from chat.actions.answers import INTERRUPTED, failure_of
from chat.jobs import STALE_SECONDS, MarkInterrupted
from chat.models import Message
from chat.streams import Remains, forget, remains_in_redis
from project.kernel.db import current_tenant
from project.kernel.jobs import Lease


@transaction.atomic(durable=True)
def interrupt(*, message_id: UUID, remains: Remains) -> bool:
    """End a message whose process died, keeping what is known of its answer; say False where it had ended."""
    return _end(message_id, remains)


def mark_interrupted(job: MarkInterrupted, *, lease: Lease) -> None:
    """End what is stale, keeping the words that Redis has."""
    tenant = current_tenant()
    assert tenant is not None
    for message_id in _stale():
        remains = remains_in_redis(tenant, message_id)
        with transaction.atomic():
            lease.guard()
            _end(message_id, remains)


@transaction.atomic
def _stale() -> list[UUID]:
    before = timezone.now() - timedelta(seconds=STALE_SECONDS)
    return list(Message.objects.streaming().begun_before(before).values_list("pk", flat=True))


def _end(message_id: UUID, remains: Remains) -> bool:
    tenant = current_tenant()
    assert tenant is not None
    if not hold_sources(message_id=message_id, added=remains.documents):
        transaction.on_commit(lambda: forget(tenant, [message_id]))
    return Message.objects.interrupt(
        message_id,
        failure=failure_of(INTERRUPTED),
        answer=remains.text,
        sources=remains.documents,
        last_seq=remains.last_seq + 1,
    )
