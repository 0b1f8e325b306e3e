"""Read documents again, and go back to versions of them."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from documents.access import access_collection, access_document
from documents.actions.adding import add_like, queue_document
from documents.actions.holding import lock_document
from documents.indexing.stored import EXTRACTED_FIELDS
from documents.models import Document, DocumentVersion
from documents.types import Reason, Status
from project.kernel.errors import Conflict, NotFound
from project.kernel.jobs import Urgency
from tenants.actions import audit
from tenants.types import Actor


@dataclass(frozen=True, kw_only=True)
class ReadAgain:
    """Say which documents are read again, and how many changed before it was their turn."""

    document_ids: tuple[UUID, ...]
    skipped: int


@transaction.atomic(durable=True)
def retry(*, actor: Actor, document_id: UUID) -> None:
    """Ask again for a document that failed; raise Conflict for one that did not."""
    access_document(actor=actor, document_id=document_id)
    retry_locked(lock_document(document_id))


def retry_locked(document: Document, urgency: Urgency = Urgency.URGENT) -> None:
    """Ask again for a locked document that failed; raise Conflict for one that did not."""
    if document.status not in {Status.FAILED, Status.QUARANTINED}:
        raise Conflict("Only a document that failed or was set aside can be retried.")
    queue_document(document, urgency)


@transaction.atomic(durable=True)
def restore(*, actor: Actor, document_id: UUID, number: int) -> None:
    """Bring an earlier version back as a new one, as it was and as it was read; the one of now answers until then.

    Raise Conflict for a version that was never read, and for one that the latest is no different from.
    """
    access_document(actor=actor, document_id=document_id)
    document = lock_document(document_id)
    version = DocumentVersion.objects.filter(document=document, number=number).first()
    if version is None:
        raise NotFound("There is no such version.")
    _refuse_pointless(document, version)
    document.warnings = version.warnings
    # One from before descriptions were kept has none of its own.
    if version.title:
        document.title, document.url, document.metadata = version.title, version.url, version.metadata
    read = {name: getattr(version, name) for name in EXTRACTED_FIELDS}
    add_like(actor, document, version, Reason.RESTORED, read)
    note = {"version": number, "as_version": document.latest_version}
    audit.note(actor=actor, action="document.restored", target=f"document:{document_id}", **note)


def _refuse_pointless(document: Document, version: DocumentVersion) -> None:
    if version.outcome != Status.READY and not version.text:
        raise Conflict(
            f"Version {version.number} was never read: there is nothing to go back to.", code="never_read"
        )
    latest = DocumentVersion.objects.get(document=document, number=document.latest_version)
    same = ("sha256", "title", "url", "metadata", "text")
    is_failed = document.status in {Status.FAILED, Status.QUARANTINED}
    if not is_failed and all(getattr(latest, name) == getattr(version, name) for name in same):
        raise Conflict("The latest version is the same as this one.", code="unchanged")


def read_again(*, actor: Actor, collection: str) -> ReadAgain:
    """Read each document of a collection anew, as a version of the same bytes, but for those that change meanwhile."""
    with transaction.atomic(durable=True):
        found = access_collection(actor=actor, slug=collection)
        mine = Document.objects.visible_to(actor).filter(collection=found)
        latest = DocumentVersion.objects.current().filter(document__in=mine).defer("text")
        versions = list(latest.order_by("document_id"))
    asked = [version.document_id for version in versions if _read_again(actor, version)]
    return ReadAgain(document_ids=tuple(asked), skipped=len(versions) - len(asked))


@transaction.atomic(durable=True)
def _read_again(actor: Actor, version: DocumentVersion) -> bool:
    """Ask for a document's parsing; say whether this is still its version."""
    document = Document.objects.locked([version.document_id]).first()
    if document is None or document.latest_version != version.number:
        return False
    add_like(actor, document, version, Reason.READ_AGAIN, {}, urgency=Urgency.BULK)
    return True
