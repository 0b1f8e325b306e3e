"""Tell the history of a document: its versions, and what changed from one to another."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.db import transaction

from documents.access import DESCRIBED, access_document, access_version
from documents.diffing import Comparison, compare
from documents.models import Document, DocumentVersion
from documents.showing import People
from documents.types import Status
from tenants.access.administration import deletion_of
from tenants.types import Actor

REPLACED = "replaced"
# By the field of a version: what a person calls a change of it.
CHANGES = {name: name for name in DESCRIBED} | {"sha256": "file", "size_bytes": "size"}
MOST_CHARACTERS = 100_000


def show_version(version: DocumentVersion, document: Document, people: People) -> dict[str, Any]:
    """Return the fields of one version of a document as access returned them."""
    is_live = version.pk == document.live_version_id
    return {
        "version": version.number,
        "status": _status(version, document),
        "is_live": is_live,
        "reason": version.reason,
        "restored_from": version.restored_from,
        "changes": _changes(version),
        "title": version.title,
        "url": version.url,
        "metadata": version.metadata,
        "filename": version.filename,
        "media_type": version.content_type,
        "size_bytes": version.size_bytes,
        "sha256": version.sha256,
        "language": version.language,
        "pages": vars(version)["shown_pages"],
        # Another way to cut may answer than when it became ready.
        "chunks": document.chunk_count if is_live else version.chunk_count,
        "characters": vars(version)["characters"],
        "warnings": vars(version)["shown_warnings"],
        "error": _error(version),
        "properties": version.properties,
        "created_at": version.created_at,
        "created_by": version.created_by,
        "author": people.named(version.created_by),
        "ready_at": version.ready_at,
    }


def _status(version: DocumentVersion, document: Document) -> str:
    if version.pk == document.live_version_id:
        return Status.READY.value
    if version.number == document.latest_version:
        return document.status
    is_failed = version.outcome in {Status.FAILED, Status.QUARANTINED}
    return version.outcome if is_failed else REPLACED


def _error(version: DocumentVersion) -> dict[str, str] | None:
    return {"code": version.error_code, "detail": version.error_detail} if version.error_code else None


def _changes(version: DocumentVersion) -> list[str]:
    """Return what is not as in the version before; nothing is said of the first."""
    before = vars(version)["before"]
    # A version from before descriptions were kept has none to be held against.
    told = [name for name in DESCRIBED if version.title and before and (before["title"] or name == "sha256")]
    return [CHANGES[name] for name in told if before[name] != getattr(version, name)]


@transaction.atomic
def describe_version(*, actor: Actor, document_id: UUID, number: int) -> dict[str, Any]:
    """Return the fields of one version with the beginning of its text; raise NotFound."""
    document = access_document(actor=actor, document_id=document_id)
    version = access_version(actor=actor, document_id=document_id, number=number)
    text = version.text[:MOST_CHARACTERS]
    shown = show_version(version, document, People(actor))
    return {**shown, "text": text, "is_text_cut": len(text) < shown["characters"]}


@transaction.atomic
def describe_deletion(*, actor: Actor, document_id: UUID) -> dict[str, Any]:
    """Return what was removed of an erased document, and what a look for it has found since; raise NotFound."""
    erased, checked = deletion_of(actor=actor, target=f"document:{document_id}")
    # One from before reports were kept has no numbers.
    removed, left = erased.detail.get("removed", {}), erased.detail.get("left", {})
    found = checked.detail["found"] if checked else None
    return {
        "document": document_id,
        "erased_at": erased.created_at,
        "erased_by": People(actor).named(erased.actor_id),
        "removed": removed,
        "left": left,
        "checked_at": checked.created_at if checked else None,
        "found": found,
        "is_complete": found is not None and not any(found.values()) and not any(left.values()),
    }


def describe_changes(*, actor: Actor, document_id: UUID, old: int | None, new: int | None) -> dict[str, Any]:
    """Return what changed from one version's text to another's, by default to the latest from the one before.

    Raise NotFound. The texts are compared outside of the transaction that reads them.
    """
    with transaction.atomic():
        document = access_document(actor=actor, document_id=document_id)
        to = document.latest_version if new is None else new
        numbers = (max(to - 1, 1) if old is None else old, to)
        found = [access_version(actor=actor, document_id=document_id, number=number) for number in numbers]
        texts = [version.text for version in found]
        people = People(actor)
        versions = [show_version(version, document, people) for version in found]
    comparison = compare(*texts)
    return {"from": versions[0], "to": versions[1], **_shown(comparison)}


def _shown(comparison: Comparison) -> dict[str, Any]:
    counts = {name: getattr(comparison, name) for name in ("added", "removed", "changed", "same")}
    return {"counts": counts, "is_cut": comparison.is_cut, "blocks": _blocks(comparison)}


def _blocks(comparison: Comparison) -> Iterable[dict[str, Any]]:
    return [asdict(block) for block in comparison.blocks]
