"""Give documents to a collection and an audience, with all that search reads of them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from documents.jobs import FillIndex
from documents.models import Audience, Chunk, Document, IndexVersion
from documents.models.collections import NOBODY, PAST, WITHDRAWN
from documents.search.corpus import place_many
from documents.search.scopes import read_scopes
from project.kernel.jobs import enqueue


def audience_of(readers: Sequence[str]) -> int:
    """Return the number of a set of readers, giving it one where it has none yet."""
    wanted = sorted(set(readers))
    Audience.objects.bulk_create([Audience(readers=wanted)], ignore_conflicts=True)
    return Audience.objects.values_list("pk", flat=True).get(readers=wanted)


def audiences_of(sets: Iterable[Sequence[str]]) -> dict[tuple[str, ...], int]:
    """Return the numbers of sets of readers, each sorted, by two statements however many there are."""
    wanted = sorted({tuple(readers) for readers in sets})
    if not wanted:
        return {}
    Audience.objects.bulk_create([Audience(readers=list(one)) for one in wanted], ignore_conflicts=True)
    found = Audience.objects.filter(readers__in=[list(one) for one in wanted])
    return {tuple(readers): key for key, readers in found.values_list("pk", "readers")}


def place_documents(document_ids: Sequence[UUID], *, collection_id: int, audience_id: int) -> None:
    """Move locked documents, under the corpus lock; the next search obeys."""
    place_groups({(collection_id, audience_id): document_ids})


def place_groups(places: Mapping[tuple[int, int], Sequence[UUID]]) -> None:
    """Move groups of locked documents, each to its collection and audience, as `place_documents` does one."""
    placed: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
    for (collection_id, audience_id), document_ids in places.items():
        # Chunks say where documents were: their own rows may have been saved already.
        chunks = Chunk.objects.filter(version__document_id__in=document_ids)
        before = set()
        for chunk_id, collection_before, audience_before in chunks.values_list(
            "pk", "collection_id", "audience_id"
        ):
            before.add(collection_before)
            is_unread = audience_before in (NOBODY, WITHDRAWN, PAST)
            placed[collection_id, audience_before if is_unread else audience_id].append(chunk_id)
        Document.objects.filter(pk__in=document_ids).update(
            collection_id=collection_id, audience_id=audience_id
        )
        _fill_indexes(before, collection_id)
    place_many(placed, list(IndexVersion.objects.with_tables().values_list("pk", flat=True)))


def _fill_indexes(before: Iterable[int], collection_id: int) -> None:
    """Ask for what the index versions of a collection lack of documents that come to it from others."""
    scopes = read_scopes()
    were_in = {index.pk for key in before for index in scopes.takers(key)}
    moved = any(key != collection_id for key in before)
    for index in scopes.takers(collection_id) if moved else ():
        if index.pk not in were_in:
            enqueue(FillIndex(index_id=index.pk), dedupe=f"fill {index.pk}")


def place_document(document: Document) -> None:
    """Give a locked document, under the corpus lock, the readers and the collection that its fields name."""
    own = document.own_readers
    document.audience_id = document.collection.audience_id if own is None else audience_of(own)
    place_documents([document.pk], collection_id=document.collection_id, audience_id=document.audience_id)
