"""Let a version answer, and the one before it never again."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from uuid import UUID

from documents.models import Chunk, Document, IndexVersion
from documents.search.corpus import place_chunks, remove_chunks
from documents.types import Status


def answer_with(documents: Sequence[Document], versions: dict[UUID, int]) -> None:
    """Switch locked documents to these versions, in the caller's transaction, under the corpus lock."""
    with_tables = list(IndexVersion.objects.with_tables().values_list("pk", flat=True))
    ids = [document.pk for document in documents]
    rows = Chunk.objects.filter(document_id__in=ids, version__document_id__in=ids)
    old: list[int] = []
    new: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
    places = {document.pk: (document.collection_id, document.audience_id) for document in documents}
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
    for document in documents:
        document.live_version_id = versions[document.pk]
        document.status, document.stage, document.progress = Status.READY.value, "", 1.0
        document.error_code = document.error_detail = ""
    Document.objects.bulk_update(
        documents,
        ["live_version", "status", "stage", "progress", "error_code", "error_detail"],
        batch_size=500,
    )


def drop_waiting(document_ids: Collection[UUID]) -> None:
    """Remove the chunks of versions that do not answer: a newer one comes, or the same again."""
    with_tables = list(IndexVersion.objects.with_tables().values_list("pk", flat=True))
    waiting = Chunk.objects.filter(version__document_id__in=document_ids, audience_id=0).values_list(
        "pk", flat=True
    )
    remove_chunks(list(waiting), with_tables)
