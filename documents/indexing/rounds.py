"""Look up between the rounds in which many pictures are read: how far they are, and whether anybody waits."""

from django.db import transaction
from django.utils import timezone

from documents.jobs import ParseDocument
from documents.models import Document, DocumentVersion
from documents.types import Status
from project.kernel.jobs import Lease

# More is not worth writing between rounds: 500 pages full of words take about 5 MB.
MOST_KEPT = 50 * 1024 * 1024


class Superseded(Exception):
    """Say that a document was erased or replaced while its file was read: nobody waits for the rest."""


@transaction.atomic
def show_read(job: ParseDocument, lease: Lease, done: int, total: int, seen: bytes) -> None:
    """Show how many pictured pages were read, and keep what was seen, so that a worker that falls is gone on from.

    Raises Superseded where nobody waits, LeaseLost where another reads.
    """
    lease.guard()
    waiting = Document.objects.filter(pk=job.document_id, latest_version=job.version, status=Status.PARSING)
    shown = waiting.update(
        stage=f"reading pictured pages by OCR: {done} of {total}",
        progress=0.1 + 0.4 * done / total,
        updated_at=timezone.now(),
    )
    if not shown:
        raise Superseded
    if len(seen) <= MOST_KEPT:
        DocumentVersion.objects.filter(document_id=job.document_id, number=job.version).update(seen=seen)
    lease.progress(total=total, done=done, failed=0)
