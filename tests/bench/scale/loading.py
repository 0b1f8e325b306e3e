"""Fill a tenant by the product's own writing functions: rows, postings, counts, vectors, then the graph."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection, transaction

from documents.indexing.first import ensure_live_index
from documents.indexing.rows import insert_models, number_rows
from documents.models import Audience, Collection, Document, DocumentVersion, IndexVersion
from documents.search.corpus import NewChunk, lock_corpus, place_chunks, write_chunks
from documents.search.vectors import build_hnsw, kind_of, write_vectors
from project.kernel.db import TenantRef, tenant_scope
from project.kernel.ids import uuid7
from tests.bench.scale.texts import Grown, grow

CHUNKS_AT_ONCE, CHUNKS_PER_DOCUMENT = 1_000, 5
# Of a thousand documents: who reads how many. A filter `n < 1` leaves a thousandth.
THOUSAND = 1_000


@dataclass(frozen=True, kw_only=True)
class Loaded:
    """Hold what was loaded, and the seconds that writing the rows and building the graph took."""

    index_id: int
    write_seconds: float
    graph_seconds: float


def fill(tenant: TenantRef, count: int, readers: Sequence[tuple[int, str]], graph_above: int) -> Loaded:
    """Write so many chunks; `readers` are (documents of a thousand, token), the first being those that are left."""
    with tenant_scope(tenant):
        ensure_live_index(tenant)
        with transaction.atomic():
            index = IndexVersion.objects.get()
            audiences = [Audience.objects.create(readers=[token]).pk for _, token in readers]
            collection = Collection.objects.create(slug="science", name="Science", audience_id=audiences[0])
        by_number = _audiences([share for share, _ in readers], audiences)
        begun = time.monotonic()
        for grown in grow(count, CHUNKS_AT_ONCE):
            with transaction.atomic():
                lock_corpus(tenant)
                _write(index, collection.pk, by_number, grown)
        written = time.monotonic()
        if count > graph_above:
            build_hnsw(tenant, index.pk, kind_of(index.settings))
            with transaction.atomic():
                IndexVersion.objects.update(has_hnsw=True)
    return Loaded(index_id=index.pk, write_seconds=written - begun, graph_seconds=time.monotonic() - written)


def _audiences(shares: list[int], audiences: list[int]) -> list[int]:
    """Return the audience of each of a thousand documents, mixed as by chance and always alike."""
    of_rank = [
        audience for share, audience in zip(shares[1:], audiences[1:], strict=True) for _ in range(share)
    ]
    of_rank += [audiences[0]] * (THOUSAND - len(of_rank))
    return [of_rank[number * 617 % THOUSAND] for number in range(THOUSAND)]


def _write(index: IndexVersion, collection: int, by_number: list[int], grown: Grown) -> None:
    last = -(-(grown.first + len(grown.texts)) // CHUNKS_PER_DOCUMENT)
    numbers = range(grown.first // CHUNKS_PER_DOCUMENT, last)
    documents = {number: _document(number, collection, by_number[number % THOUSAND]) for number in numbers}
    insert_models(list(documents.values()))
    versions = {number: _version(document) for number, document in documents.items()}
    number_rows(list(versions.values()))
    insert_models(list(versions.values()))
    chunks = [_chunk(index, grown, n, versions) for n in range(len(grown.texts))]
    write_chunks(chunks)
    ids = _ids([chunk.key for chunk in chunks])
    places = [(ids[chunk.key], collection, 0) for chunk in chunks]
    write_vectors(index.pk, kind_of(index.settings), places, grown.vectors)
    for audience in set(by_number):
        mine = {document.pk for document in documents.values() if document.audience_id == audience}
        theirs = [ids[chunk.key] for chunk in chunks if chunk.document_id in mine]
        place_chunks(theirs, [index.pk], collection_id=collection, audience_id=audience)
    _let_answer([document.pk for document in documents.values()])


def _document(number: int, collection: int, audience: int) -> Document:
    return Document(
        collection_id=collection,
        external_id=str(number),
        title=f"Document {number}",
        metadata={"n": number % THOUSAND},
        audience_id=audience,
        chunk_count=CHUNKS_PER_DOCUMENT,
        status="embedding",
    )


def _version(document: Document) -> DocumentVersion:
    return DocumentVersion(
        document_id=document.pk, number=1, storage_key="bench", filename="a.txt", content_type="text/plain",
        size_bytes=0, sha256="", language="en", created_by=document.pk,
    )  # fmt: skip


def _let_answer(documents: list[UUID]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE document d SET live_version_id = v.id, status = 'ready' FROM document_version v"
            " WHERE v.document_id = d.id AND d.id = ANY(%s)",
            [documents],
        )


def _ids(keys: list[UUID]) -> dict[UUID, int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT key, id FROM chunk WHERE key = ANY(%s)", [keys])
        return dict(cursor.fetchall())


def _chunk(index: IndexVersion, grown: Grown, n: int, versions: dict[int, DocumentVersion]) -> NewChunk:
    number, length = grown.first + n, len(grown.texts[n])
    version = versions[number // CHUNKS_PER_DOCUMENT]
    return NewChunk(
        key=uuid7(), document_id=version.document_id, version_id=version.pk, splitting=index.splitting,
        collection_id=0, ordinal=number % CHUNKS_PER_DOCUMENT, text=grown.texts[n], head="", page=None,
        place="", section=(), start=0, end=length, parent_start=0, parent_end=length, tokens=length // 4,
        embedded_hash=uuid7(), language="en", terms=grown.terms[n],
    )  # fmt: skip
