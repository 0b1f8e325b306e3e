"""Look for a document by every way that leads to one, with somebody's eyes."""

from collections.abc import Callable, Iterator
from typing import get_args
from uuid import UUID

from django.db import transaction

from documents.access import access_version, passages_by_id, visible_chunks, visible_documents
from documents.models import Chunk, Document
from documents.search import passages
from documents.search.around import surroundings
from documents.search.asking import Mode
from project.kernel.errors import NotFound
from tenants.types import Actor

DEPTH = 50


def ways_to(document: Document, eyes: Actor) -> dict[str, bool | None]:
    """Return for each way whether it leads to a document that is ready; None where a part of it is down."""
    with transaction.atomic():
        answering = Chunk.objects.filter(version_id=document.live_version_id).order_by("ordinal").first()
    if answering is None:
        return {"chunks": False}
    found = {mode: _finds(document.pk, eyes, answering.text, mode) for mode in get_args(Mode)}
    return {**found, **dict(_doors(document, answering.key, eyes))}


def _finds(document_id: UUID, eyes: Actor, question: str, mode: Mode) -> bool | None:
    result = passages(actor=eyes, question=question, mode=mode, k=DEPTH)
    if any(passage.document.id == document_id for passage in result.passages):
        return True
    return None if mode == "dense" and "dense" in result.degraded else False


def _doors(document: Document, chunk_key: UUID, eyes: Actor) -> Iterator[tuple[str, bool]]:
    doors: dict[str, Callable[[], object]] = {
        "list": lambda: visible_documents(actor=eyes, words=document.title).exists(),
        "file": lambda: access_version(actor=eyes, document_id=document.pk),
        "chunks": lambda: visible_chunks(actor=eyes, document_id=document.pk).exists(),
        "citation": lambda: passages_by_id(actor=eyes, chunk_ids=[chunk_key]),
        "context": lambda: surroundings(actor=eyes, chunk_ids=[chunk_key]),
    }
    for name, door in doors.items():
        with transaction.atomic():
            yield name, _opens(door)


def _opens(door: Callable[[], object]) -> bool:
    try:
        return bool(door())
    except NotFound:
        return False
