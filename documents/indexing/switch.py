"""Let a version answer, and the one before it never again."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from documents.indexing.withdrawing import settle_predecessors
from documents.models import Chunk, Document, DocumentVersion, IndexVersion, LiveIndex
from documents.search.corpus import place_chunks, remove_chunks
from documents.search.outcomes import keep_outcomes, show_readings_of
from documents.types import Status


def answer_with(documents: Sequence[Document], versions: dict[UUID, int]) -> None:
    """Switch locked documents to these versions, in the caller's transaction, under the corpus lock."""
    with_tables = list(IndexVersion.objects.with_tables().values_list("pk", flat=True))
    ids = [document.pk for document in documents]
    rows = Chunk.objects.filter(document_id__in=ids, version__document_id__in=ids)
    old: list[int] = []
    new: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
    places = {document.pk: (document.collection_id, document.answering_audience_id) for document in documents}
    for chunk_id, document_id, version_id in rows.values_list("pk", "document_id", "version_id"):
        if version_id == versions[document_id]:
            new[places[document_id]].append(chunk_id)
        else:
            old.append(chunk_id)
    remove_chunks(old, with_tables)
    for (collection_id, audience_id), chunk_ids in sorted(new.items()):
        place_chunks(chunk_ids, with_tables, collection_id=collection_id, audience_id=audience_id)
    _mark_ready(documents, versions)


def _mark_ready(documents: Sequence[Document], versions: dict[UUID, int]) -> None:
    mine = DocumentVersion.objects.filter(
        document_id=OuterRef("pk"), pk__in=[versions[document.pk] for document in documents]
    )
    # Counted now: another way to cut may answer than when they were cut.
    mine_or_all: list[Any] = [LiveIndex.TENANT, OuterRef("collection_id")]
    live = LiveIndex.objects.filter(pk__in=mine_or_all).order_by("-pk").values("index_version__splitting")
    chunks = Chunk.objects.filter(
        version__document_id=OuterRef("pk"), version_id__in=versions.values(), splitting=Subquery(live[:1])
    )
    count = chunks.order_by().values("splitting").annotate(count=Count("*")).values("count")
    Document.objects.filter(pk__in=[document.pk for document in documents]).update(
        live_version_id=Subquery(mine.values("pk")[:1]),
        chunk_count=Coalesce(Subquery(count), 0),
        status=Status.READY,
        stage="",
        progress=1.0,
        error_code="",
        error_detail="",
    )
    ids = [document.pk for document in documents]
    show_readings_of(ids)
    keep_outcomes(ids)
    settle_predecessors(documents)


def drop_waiting(document_ids: Collection[UUID]) -> None:
    """Remove the chunks of versions that do not answer: a newer one comes, or the same again."""
    with_tables = list(IndexVersion.objects.with_tables().values_list("pk", flat=True))
    waiting = Chunk.objects.filter(version__document_id__in=document_ids, audience_id=0).values_list(
        "pk", flat=True
    )
    remove_chunks(list(waiting), with_tables)
