"""Forget what Redis still has of answers whose documents are erased; their rows the database blanks itself."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from chat.models import Message
from chat.streams import STREAM_SECONDS, forget
from project.kernel.db import current_tenant


def forget_streams_of(document_ids: Sequence[UUID]) -> None:
    """Remove, once the erasure holds, the streams of answers that were made of these documents."""
    tenant = current_tenant()
    assert tenant is not None
    # The longest answer ends minutes after it was asked for, and its stream lives from then.
    since = timezone.now() - timedelta(seconds=2 * STREAM_SECONDS)
    recent = Message.objects.made_of(document_ids).filter(created_at__gte=since)
    messages = list(recent.values_list("pk", flat=True))
    transaction.on_commit(lambda: forget(tenant, messages))
