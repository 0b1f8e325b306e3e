"""Tell those who listen what became of a document."""

from collections.abc import Iterable

from documents.models import Document
from project.kernel.db import TenantRef
from tenants.actions import webhooks


def tell_ready(tenant: TenantRef, documents: Iterable[Document]) -> None:
    """Write the deliveries of `document.ready` in the caller's transaction."""
    payloads = [_payload(document) for document in documents if not document.is_canary]
    webhooks.emit_all(tenant=tenant, event="document.ready", payloads=payloads)


def tell_failed(tenant: TenantRef, documents: Iterable[Document]) -> None:
    """Write the deliveries of `document.failed` in the caller's transaction, with the reason."""
    for document in documents:
        if document.is_canary:
            continue
        error = {"code": document.error_code, "detail": document.error_detail}
        webhooks.emit(tenant=tenant, event="document.failed", payload={**_payload(document), "error": error})


def _payload(document: Document) -> dict[str, object]:
    return {
        "id": str(document.pk),
        "external_id": document.external_id,
        "version": document.latest_version,
    }
