"""Add versions to locked documents."""

from collections.abc import Mapping
from typing import Any

from documents.jobs import ParseDocument
from documents.models import Document, DocumentVersion
from documents.types import Reason, Status
from project.kernel.jobs import Urgency, enqueue
from tenants.types import Actor


def queue_document(document: Document, urgency: Urgency = Urgency.URGENT) -> None:
    """Ask for the reading of a locked document's latest version, and show it as waiting, without faults of before."""
    document.urgency = urgency
    document.status, document.stage, document.progress = Status.QUEUED.value, "waiting to be read", 0.0
    document.error_code = document.error_detail = ""
    document.save()
    enqueue(ParseDocument(document_id=document.pk, version=document.latest_version), urgency=urgency)


def add_like(
    actor: Actor,
    document: Document,
    version: DocumentVersion,
    reason: Reason,
    read: Mapping[str, Any],
    *,
    urgency: Urgency = Urgency.URGENT,
) -> None:
    """Add a version of the same file to a locked document; the one before answers until it is ready.

    What was `read` of the file is kept with it, and is then cut as it is; without, the file is converted.
    """
    document.latest_version += 1
    DocumentVersion.objects.create(
        document=document,
        number=document.latest_version,
        # Versions go together with their document alone, so that they may share a file, or a line.
        storage_key=version.storage_key,
        content_of=None if version.storage_key else version.content_of or version.number,
        filename=version.filename,
        content_type=version.content_type,
        size_bytes=version.size_bytes,
        sha256=version.sha256,
        title=document.title,
        url=document.url,
        metadata=document.metadata,
        reason=reason.value,
        restored_from=version.number if reason is Reason.RESTORED else None,
        created_by=actor.user_id,
        **read,
    )
    queue_document(document, urgency)
