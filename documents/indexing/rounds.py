"""Look up between the rounds in which many pictures are read: how far they are, and whether anybody waits."""

from django.db import transaction
from django.utils import timezone

from documents.jobs import ParseDocument
from documents.models import Document
from documents.types import Status
from project.kernel.jobs import Lease


class Superseded(Exception):
    """Say that a document was erased or replaced while its file was read: nobody waits for the rest."""


@transaction.atomic
def show_read(job: ParseDocument, lease: Lease, done: int, total: int) -> None:
    """Show how many pictured pages were read; raise Superseded where nobody waits, LeaseLost where another reads."""
    lease.guard()
    waiting = Document.objects.filter(pk=job.document_id, latest_version=job.version, status=Status.PARSING)
    shown = waiting.update(
        stage=f"reading pictured pages by OCR: {done} of {total}",
        progress=0.1 + 0.4 * done / total,
        updated_at=timezone.now(),
    )
    if not shown:
        raise Superseded
    lease.progress(total=total, done=done, failed=0)
