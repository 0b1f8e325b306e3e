"""Look, once a document is erased, whether anything of it can still be found."""

from collections.abc import Mapping

from django.core.files.storage import default_storage
from django.db import transaction

from documents.indexing.parse import required_tenant
from documents.indexing.unnaming import count_names, unname
from documents.jobs import CheckErasure
from documents.models import Chunk, Document, DocumentVersion
from project.kernel.erasure import left_of
from project.kernel.errors import RaglanError
from project.kernel.jobs import Lease
from tenants.actions import audit

CHECKED = "document.erasure_checked"


class LeftOver(RaglanError):
    """Say that something of an erased document is still there; another attempt removes and looks again."""

    code = "left_over"
    title = "Something of an erased document is still there"


def check_erasure(job: CheckErasure, *, lease: Lease) -> None:
    """Look everywhere for an erased document and write down that nothing is found; raise LeftOver for what is."""
    found = _found(job)
    if any(found.values()):
        for key in job.storage_keys:
            default_storage.delete(key)
        with transaction.atomic():
            unname([job.document_id])
        raise LeftOver(f"Still there: {', '.join(name for name, count in found.items() if count)}.")
    _note(job, found, lease)


def tell_left(job: CheckErasure, reason: str) -> None:
    """Write down what could not be removed, so that an administrator sees it."""
    _note(job, _found(job))


def _found(job: CheckErasure) -> Mapping[str, int]:
    files = sum(default_storage.exists(key) for key in job.storage_keys)
    with transaction.atomic():
        mine = [job.document_id]
        return {
            "document": Document.objects.filter(pk__in=mine).count(),
            "versions": DocumentVersion.objects.filter(document_id__in=mine).count(),
            "chunks": Chunk.objects.filter(version__document_id__in=mine).count(),
            "files": files,
            **count_names(mine),
            **left_of(mine),
        }


@transaction.atomic
def _note(job: CheckErasure, found: Mapping[str, int], lease: Lease | None = None) -> None:
    if lease is not None:
        lease.guard()
    target = f"document:{job.document_id}"
    if not audit.is_noted(tenant=required_tenant(), action=CHECKED, target=target):
        details = {target: {"found": dict(found)}}
        audit.note_all(tenant=required_tenant(), actor=None, action=CHECKED, details=details)
