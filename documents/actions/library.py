"""Upload documents."""

import hashlib
import json
import mimetypes
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any
from uuid import UUID

from django.core.files.base import File
from django.db import transaction
from django.db.models import F

from documents.access import access_collection, access_document
from documents.actions.adding import queue_document
from documents.actions.audiences import named_readers
from documents.actions.holding import hold_collection, lock_document
from documents.actions.living import Life, live_and_note
from documents.actions.removing import remove_files
from documents.actions.sharing import give_readers
from documents.actions.storing import Stored, check_content, stored
from documents.indexing.erased import erased_since
from documents.indexing.placing import audience_of
from documents.models import Collection, Document, DocumentVersion
from documents.search.corpus import lock_corpus
from project.kernel.errors import Conflict
from project.kernel.ids import uuid7
from project.kernel.jobs import Urgency
from tenants.actions import idempotency, usage
from tenants.types import Actor, UsageKind

# What the first request of an idempotency key was answered with.
NO_OP, ACCEPTED = 200, 202
OCTETS = "application/octet-stream"
UNTOLD = ("", OCTETS)


@dataclass(frozen=True, kw_only=True)
class Upload:
    """Carry a file and what its sender says of it."""

    file: "File[Any]"
    filename: str
    content_type: str
    collection: str
    external_id: str = ""
    title: str = ""
    url: str = ""
    metadata: Mapping[str, Any] | None = None
    readers: Sequence[str] | None = None
    life: Life = field(default_factory=Life)
    idempotency_key: str = ""
    # When the work began that this is a step of: what was erased since does not come back by it.
    begun_at: datetime | None = None
    urgency: Urgency = Urgency.URGENT


@dataclass(frozen=True, kw_only=True)
class Uploaded:
    """Say which document holds an upload, and whether it did before."""

    document_id: UUID
    unchanged: bool
    # Where its bytes were kept; empty where they were there already.
    storage_key: str = ""


def upload(*, actor: Actor, upload: Upload) -> Uploaded:
    """Keep a file as a new document or version and ask for its parsing; the same bytes change nothing.

    With an idempotency key the same request answers as the first one did, and another one raises Conflict;
    raise NotFound where the sender may not see any more what the first one made.
    """
    sha256 = check_content(upload.file, upload.filename)
    with transaction.atomic(durable=True):
        collection = access_collection(actor=actor, slug=upload.collection)
        known = _with_same_bytes(actor, collection, upload, sha256)
        if known is not None and not upload.idempotency_key:
            return _unchanged(actor, known, upload)
    with stored(actor.tenant, upload.file, sha256) as file, transaction.atomic(durable=True):
        done = _replayed(actor, upload, sha256) or _registered(actor, upload, file)
    if done.storage_key != file.key:
        remove_files([file.key])
    return done


def _replayed(actor: Actor, upload: Upload, sha256: str) -> Uploaded | None:
    """Return what the first request of this key did, or None for the first."""
    if not upload.idempotency_key:
        return None
    replay = idempotency.reserve(
        actor=actor, key=upload.idempotency_key, fingerprint=_fingerprint(upload, sha256)
    )
    if replay is None:
        return None
    # Its readers may have changed since: then it is not shown to the sender a second time.
    document = access_document(actor=actor, document_id=UUID(replay.body["id"]))
    return Uploaded(document_id=document.pk, unchanged=bool(replay.body["unchanged"]))


def _fingerprint(upload: Upload, sha256: str) -> str:
    said = [upload.collection, upload.external_id, upload.title, upload.url, upload.filename]
    asked = ["upload", *said, upload.metadata, list(upload.readers or ()), sha256]
    asked += [str(sorted(upload.life.items()))] if upload.life else []
    return hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()


def _registered(actor: Actor, upload: Upload, file: Stored) -> Uploaded:
    collection = hold_collection(actor=actor, slug=upload.collection)
    known = _with_same_bytes(actor, collection, upload, file.sha256)
    if known is None:
        done = _register(actor, collection, upload, file)
    else:
        done = _unchanged(actor, known, upload)
    if upload.idempotency_key:
        body = {"id": str(done.document_id), "unchanged": done.unchanged}
        status = NO_OP if done.unchanged else ACCEPTED
        idempotency.remember(actor=actor, key=upload.idempotency_key, status=status, body=body)
    if not done.unchanged:
        usage.count(actor=actor, kind=UsageKind.DOCUMENTS)
    return done


def _unchanged(actor: Actor, document_id: UUID, upload: Upload) -> Uploaded:
    """Keep a document as it is, but for its readers and its life where the sender names some."""
    if upload.readers is None and not upload.life:
        return Uploaded(document_id=document_id, unchanged=True)
    lock_corpus(actor.tenant)
    document = lock_document(document_id)
    if upload.readers is not None:
        give_readers(actor, document, upload.readers)
    live_and_note(actor, document, upload.life)
    return Uploaded(document_id=document_id, unchanged=True)


def _register(actor: Actor, collection: Collection, upload: Upload, file: Stored) -> Uploaded:
    document = _document_for(actor, collection, upload)
    latest = DocumentVersion.objects.latest_of(document.pk).defer("text").first()
    if latest is not None and latest.sha256 == file.sha256:
        # Another request brought the same bytes while this one waited for the row.
        return Uploaded(document_id=document.pk, unchanged=True)
    number = latest.number + 1 if latest else 1
    DocumentVersion.objects.create(
        document=document,
        number=number,
        storage_key=file.key,
        filename=PurePosixPath(upload.filename).name,
        content_type=_media_type(upload),
        size_bytes=file.size_bytes,
        sha256=file.sha256,
        title=document.title,
        url=document.url,
        metadata=document.metadata,
        created_by=actor.user_id,
    )
    document.latest_version = number
    live_and_note(actor, document, upload.life)
    queue_document(document, upload.urgency)
    return Uploaded(document_id=document.pk, unchanged=False, storage_key=file.key)


def _media_type(upload: Upload) -> str:
    """Return what the sender says that the file is, or what its name says where they say nothing of it."""
    guessed, _ = mimetypes.guess_type(upload.filename)
    return upload.content_type if upload.content_type not in UNTOLD else guessed or OCTETS


def _document_for(actor: Actor, collection: Collection, upload: Upload) -> Document:
    """Return the document of this name outside, locked; make it where there is none."""
    if upload.readers is not None or upload.life:
        # Before the row: what changes readers takes the locks in this order.
        lock_corpus(actor.tenant)
    made = _new_document(actor, collection, upload)
    Document.objects.bulk_create([made], ignore_conflicts=True)
    document = Document.objects.select_for_update(no_key=True).get(
        collection=collection, external_id=made.external_id
    )
    if document.pk == made.pk:
        _refuse_erased(actor, upload, made)
        return document
    if not Document.objects.visible_to(actor).filter(pk=document.pk).exists():
        raise Conflict("This external_id is taken by a document of other readers.")
    document.title, document.url = upload.title or document.title, upload.url or document.url
    document.metadata = document.metadata if upload.metadata is None else dict(upload.metadata)
    if upload.readers is not None:
        give_readers(actor, document, upload.readers)
    return document


def _refuse_erased(actor: Actor, upload: Upload, made: Document) -> None:
    if upload.begun_at is None:
        return
    names = [(upload.collection, made.external_id)]
    if erased_since(tenant=actor.tenant, moment=upload.begun_at, names=names):
        raise Conflict("It was erased meanwhile.", code="erased_meanwhile")


def _new_document(actor: Actor, collection: Collection, upload: Upload) -> Document:
    own = None if upload.readers is None else named_readers(actor, upload.readers)
    key = uuid7()
    return Document(
        pk=key,
        collection=collection,
        external_id=upload.external_id or str(key),
        title=upload.title or PurePosixPath(upload.filename).name,
        url=upload.url,
        metadata=dict(upload.metadata or {}),
        own_readers=own,
        audience_id=collection.audience_id if own is None else audience_of(own),
    )


def _with_same_bytes(actor: Actor, collection: Collection, upload: Upload, sha256: str) -> UUID | None:
    """Return the document that an upload would only repeat: the one of its name, or without a name any like it.

    One without readers repeats also a document of narrower ones: bytes that come again must not widen who reads them.
    """
    latest = DocumentVersion.objects.current().filter(
        document__in=Document.objects.visible_to(actor).filter(collection=collection), sha256=sha256
    )
    if upload.external_id:
        latest = latest.filter(document__external_id=upload.external_id)
    elif upload.readers is not None:
        # Equal bytes make nobody the owner of another's document: other readers are a document of their own.
        latest = latest.filter(document__own_readers=named_readers(actor, upload.readers))
    mine = latest.order_by(F("document__own_readers").asc(nulls_first=True), "document_id")
    return mine.values_list("document_id", flat=True).first()
