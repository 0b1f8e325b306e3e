"""End messages whose process died, so that none is shown as being written for ever."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from chat.actions.answers import INTERRUPTED_FAILURE
from chat.jobs import STALE_SECONDS, MarkInterrupted
from chat.models import Message
from chat.streams import remains_in_redis
from project.kernel.db import TenantRef, current_tenant
from project.kernel.jobs import Lease


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
        failure=INTERRUPTED_FAILURE,
        answer=remains.text,
        sources=remains.documents,
        last_seq=remains.last_seq + 1,
    )
