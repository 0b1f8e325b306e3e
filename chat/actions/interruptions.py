"""End messages whose process died, so that none is shown as being written for ever."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from chat.jobs import MarkInterrupted
from chat.models import Message
from chat.streams import remains_in_redis
from project.kernel.db import TenantRef, current_tenant
from project.kernel.jobs import Lease, enqueue
from tenants.types import Actor

# Beyond the gateway's total deadline of 120 s, with what comes before and after it.
STALE_SECONDS = 180
WINDOW_SECONDS = 60
FAILURE = {"code": "interrupted", "detail": "The answer was interrupted before its end.", "retryable": True}


@transaction.atomic(durable=True)
def look_after(*, actor: Actor) -> None:
    """Have the tenant's messages looked at once all that begin in this minute should have ended."""
    window = int(timezone.now().timestamp()) // WINDOW_SECONDS
    delay_seconds = STALE_SECONDS + WINDOW_SECONDS
    enqueue(MarkInterrupted(), dedupe=f"mark-interrupted:{window}", delay_seconds=delay_seconds)


def mark_interrupted(job: MarkInterrupted, *, lease: Lease) -> None:
    """End what is stale, keeping the words that Redis has."""
    tenant = current_tenant()
    assert tenant is not None
    with transaction.atomic():
        lease.guard()
        before = timezone.now() - timedelta(seconds=STALE_SECONDS)
        for message in Message.objects.streaming().begun_before(before).select_for_update(skip_locked=True):
            _end(tenant, message)


def _end(tenant: TenantRef, message: Message) -> None:
    remains = remains_in_redis(tenant, message.pk)
    Message.objects.interrupt(
        message.pk,
        failure=FAILURE,
        answer=remains.text,
        sources=remains.documents,
        last_seq=remains.last_seq + 1,
    )
