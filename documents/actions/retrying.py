"""Try again what failed, many documents at once."""

from django.db import transaction

from documents.access import access_collection, failed_documents
from documents.jobs import ParseDocument
from documents.models import Document
from documents.types import Status
from project.kernel.jobs import Urgency, enqueue_all
from tenants.actions import audit
from tenants.types import Actor

# What one request locks and writes; who has more asks again.
AT_ONCE = 5_000


@transaction.atomic(durable=True)
def retry_all(*, actor: Actor, reason: str = "", collection: str = "") -> tuple[int, int]:
    """Ask again for the documents that failed, for one reason or any; return how many are queued, and are left.

    Raise NotFound for a collection that the actor may not see.
    """
    if collection:
        access_collection(actor=actor, slug=collection)
    failed = failed_documents(actor=actor, reason=reason, collection=collection)
    chosen = failed.order_by("pk").values_list("pk", flat=True)[:AT_ONCE]
    # What somebody else has retried meanwhile is left out by its status.
    mine = Document.objects.locked(list(chosen)).filter(status__in=[Status.FAILED, Status.QUARANTINED])
    versions = dict(mine.values_list("pk", "latest_version"))
    Document.objects.filter(pk__in=versions).update(
        status=Status.QUEUED,
        stage="waiting to be read",
        urgency=Urgency.BULK,
        progress=0.0,
        error_code="",
        error_detail="",
    )
    enqueue_all([ParseDocument(document_id=pk, version=number) for pk, number in versions.items()])
    if versions:
        target = f"collection:{collection}" if collection else "documents:"
        audit.note(
            actor=actor, action="documents.retried", target=target, reason=reason, documents=len(versions)
        )
    return len(versions), failed.count()
