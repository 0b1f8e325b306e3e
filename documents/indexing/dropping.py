"""Give index versions up."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from documents.jobs import DropIndex
from documents.models import DocumentVersion, IndexVersion
from documents.models.indexes import IndexVersionQuerySet
from documents.types import IndexState, Status
from project.kernel.jobs import enqueue


def give_up(
    versions: IndexVersionQuerySet, state: IndexState, error: Mapping[str, Any] | None = None
) -> None:
    """Let nobody write to the vectors of these index versions any more; a job drops them.

    A worker that writes looks for `has_table` under the corpus lock: call this under it, too. What was given up already
    stays as it was.
    """
    ids = list(versions.kept().select_for_update(no_key=True).order_by("pk").values_list("pk", flat=True))
    versions.kept().filter(pk__in=ids).update(
        state=state, has_table=False, retired_at=timezone.now(), error=error
    )
    if not IndexVersion.objects.building().exists():
        _forget_seen()
    for index_id in ids:
        enqueue(DropIndex(index_id=index_id))


def _forget_seen() -> None:
    """Forget what candidates have recognised of files so far: it is of no use to what reads a new document."""
    read_on = (Status.QUEUED, Status.PARSING)
    DocumentVersion.objects.filter(seen__isnull=False).exclude(document__status__in=read_on).update(seen=None)
