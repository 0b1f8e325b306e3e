"""Show rows as the contract names their fields."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from documents.access import access_job, may_stop, written_document
from documents.jobs import BUILD_KINDS, BuildGraph, DropIndex, ParseDocument, StartSync, SyncSource
from documents.models import Chunk, Collection, Document
from documents.search.around import surroundings
from documents.types import DocumentRef, Passage, SearchResult, Surrounding
from project.kernel.jobs.stages import stage_times
from project.kernel.models import JobRecord
from tenants.access import names_of_people
from tenants.readers import reader_names
from tenants.types import Actor, PersonName

OF_SOURCES = (SyncSource.kind(), StartSync.kind())
UNSHOWN = "Why is shown to those who may see what it is about."


class People:
    """Name people of a tenant, asking for each once."""

    def __init__(self, actor: Actor) -> None:
        """Keep whose tenant it is."""
        self._tenant = actor.tenant
        self._known: dict[UUID, PersonName | None] = {}

    def named(self, person_id: UUID | None) -> dict[str, Any] | None:
        """Return how a person is called; None where nobody was named, and an id alone for who is gone."""
        if person_id is None:
            return None
        if person_id not in self._known:
            self._known[person_id] = names_of_people(tenant=self._tenant, person_ids=[person_id]).get(
                person_id
            )
        gone = PersonName(id=person_id, email="", name="", has_left=True)
        return asdict(self._known[person_id] or gone)


class Readers:
    """Name the readers of many rows, asking for each audience once."""

    def __init__(self, actor: Actor) -> None:
        """Keep whose tenant it is."""
        self.people = People(actor)
        self._tenant_id = actor.tenant.id
        self._known: dict[tuple[str, ...], list[str]] = {}

    def of(self, tokens: list[str]) -> list[str]:
        """Return the names of a set of readers."""
        key = tuple(tokens)
        if key not in self._known:
            names = reader_names(tenant_id=self._tenant_id, tokens=key)
            self._known[key] = [names[token] for token in key]
        return self._known[key]


def show_collection(collection: Collection, readers: Readers) -> dict[str, Any]:
    """Return a collection's fields."""
    return {
        "slug": collection.slug,
        "name": collection.name,
        "description": collection.description,
        "readers": readers.of(collection.audience.readers),
        "settings": collection.settings,
        "created_at": collection.created_at,
        "updated_at": collection.updated_at,
    }


def show_document(document: Document, readers: Readers) -> dict[str, Any]:
    """Return the fields of a document as access returned it."""
    error = {"code": document.error_code, "detail": document.error_detail} if document.error_code else None
    return {
        "id": document.pk,
        "external_id": document.external_id,
        "title": document.title,
        "url": document.url,
        "collection": document.collection.slug,
        "status": document.status,
        "stage": document.stage,
        "progress": document.progress,
        "error": error,
        "pages": document.page_count,
        "chunks": document.chunk_count,
        "version": document.latest_version,
        "live_version": getattr(document, "live_number", None),
        "metadata": document.metadata,
        "readers": readers.of(document.audience.readers),
        **_life(document, readers.people),
        "warnings": document.warnings,
        # What the latest version's file says of itself; nothing before it was read.
        "properties": getattr(document, "properties", {}),
        "filename": getattr(document, "filename", ""),
        "media_type": getattr(document, "media_type", ""),
        "size_bytes": getattr(document, "size_bytes", 0),
        "source": _source(document),
        "created_at": document.created_at,
        "updated_at": document.updated_at,
    }


def _life(document: Document, people: People) -> dict[str, Any]:
    shown = vars(document)
    is_expired, is_replaced = shown.get("is_expired", False), shown.get("is_replaced", False)
    answers = document.live_version_id is not None and not is_expired and not is_replaced
    return {
        "owner": people.named(document.owner_id),
        "review_on": document.review_on,
        "is_review_overdue": document.review_on is not None and document.review_on < timezone.now().date(),
        "expires_at": document.expires_at,
        "supersedes": shown.get("replaces"),
        "superseded_by": shown.get("replaced_by"),
        "is_answering": answers,
        "withdrawn": "expired" if is_expired else "superseded" if is_replaced else None,
    }


def _source(document: Document) -> dict[str, Any] | None:
    if getattr(document, "source_id", None) is None:
        return None
    said = vars(document)
    return {"id": said["source_id"], "name": said["source_name"], "kind": said["source_kind"]}


@transaction.atomic
def describe_document(*, actor: Actor, document_id: UUID) -> dict[str, Any]:
    """Return the fields of a document to the actor who has just written it; raise NotFound."""
    return show_document(written_document(actor=actor, document_id=document_id), Readers(actor))


@transaction.atomic
def describe_collection(*, actor: Actor, collection: Collection) -> dict[str, Any]:
    """Return the fields of a collection as the actor has just written it."""
    return show_collection(collection, Readers(actor))


@transaction.atomic
def describe_job(*, actor: Actor, job_id: UUID) -> dict[str, Any]:
    """Return the fields of a job of the tenant; raise NotFound."""
    return show_job(access_job(actor=actor, job_id=job_id), actor)


def show_job(job: JobRecord, actor: Actor) -> dict[str, Any]:
    """Return the fields of a job as access returned it."""
    counts = {"total": job.payload.get("line_count"), **vars(job)["counts"]}
    progress = {name: int(counts.get(name) or 0) for name in ("total", "done", "failed")}
    return {
        "id": job.pk,
        "kind": job.kind,
        "queue": job.queue,
        "subject": _subject(job),
        "cancellable": job.is_open and not job.cancel_requested and may_stop(actor=actor, kind=job.kind),
        "state": job.state,
        "attempts": job.attempts,
        "progress": {**progress, "eta_seconds": eta_seconds(job.started_at, progress)},
        "stages": [asdict(stage) for stage in stage_times(job)],
        "error": _error(job),
        "created_at": job.created_at,
        "started_at": job.started_at,
        "finished_at": job.finished_at,
    }


def _subject(job: JobRecord) -> str:
    if job.kind in {*BUILD_KINDS, BuildGraph.kind(), DropIndex.kind()}:
        return f"Index version {job.payload['index_id']}"
    if job.kind in OF_SOURCES:
        return vars(job)["source_name"] or ""
    return vars(job)["document_title"] or ""


def _error(job: JobRecord) -> dict[str, Any] | None:
    # Why a source could not be read names its address, and why a document could not may name what is in it.
    return {**job.error, "detail": UNSHOWN} if job.error and _is_hidden(job) else job.error


def _is_hidden(job: JobRecord) -> bool:
    if job.kind == ParseDocument.kind():
        return vars(job)["document_title"] is None
    return job.kind in OF_SOURCES and vars(job)["source_name"] is None


def show_chunk(chunk: Chunk) -> dict[str, Any]:
    """Return a chunk's fields."""
    return {
        "id": chunk.key,
        "text": chunk.text,
        "page": chunk.page,
        "place": chunk.place,
        "section": chunk.section,
        "start": chunk.start,
        "end": chunk.end,
        "tokens": chunk.tokens,
    }


def show_with_parents(actor: Actor, found: SearchResult) -> list[dict[str, Any]]:
    """Return the fields of results each with the text around it, as the actor may see it now."""
    around = surroundings(
        actor=actor,
        chunk_ids=[passage.chunk_id for passage in found.passages],
        as_of=found.as_of,
        meant=() if found.meant is None else (found.meant,),
    )
    by_key = {one.key: one for one in around}
    return [
        {**show_passage(passage), "parent": _show_parent(passage, by_key.get(passage.key))}
        for passage in found.passages
    ]


def _show_parent(passage: Passage, around: Surrounding | None) -> dict[str, Any] | None:
    if around is None or not around.holds(passage):
        return None
    return {"text": around.text, "start": around.start, "end": around.end}


def show_passage(passage: Passage) -> dict[str, Any]:
    """Return the fields of one result of a search."""
    scores = passage.scores
    return {
        "chunk_id": passage.chunk_id,
        "document": _show_reference(passage.document),
        "text": passage.text,
        "page": passage.page,
        "place": passage.place,
        "section": list(passage.section),
        "start": passage.start,
        "end": passage.end,
        "score": passage.score,
        "scores": {
            "dense": scores.dense,
            "lexical": scores.lexical,
            "fused": scores.fused,
            "rerank": scores.rerank,
        },
        "also_in": [_show_reference(document) for document in passage.also_in],
        "repeats": passage.repeats,
    }


def _show_reference(document: DocumentRef) -> dict[str, Any]:
    return {
        "id": document.id,
        "external_id": document.external_id,
        "title": document.title,
        "url": document.url,
        "collection": document.collection,
        "version": document.version,
    }


def show_searched_as(event: Any) -> dict[str, Any]:
    """Return who searched with the reader's eyes, and when, of an event of the trail."""
    return {"id": event.pk, "searched_at": event.created_at, "by": event.actor_email or ""}


def eta_seconds(started_at: datetime | None, progress: Mapping[str, Any]) -> int | None:
    """Return how long the rest takes at the pace so far; None before there is a pace, or where no end is known."""
    total, done = int(progress.get("total") or 0), int(progress.get("done") or 0)
    if started_at is None or not done or not total:
        return None
    elapsed_seconds = (timezone.now() - started_at).total_seconds()
    return round(elapsed_seconds * max(total - done, 0) / done)
