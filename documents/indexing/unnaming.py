"""Take the names of erased documents out of what sources remember and have told."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from documents.models import Source, SourceItem, SourceRun
from documents.sources.types import LEFT_OUT

HIDDEN = "sha256:"
ITEMS, ENTRIES, MEMORIES = "source items", "entries of source runs", "memories of sources"
Removed = defaultdict[UUID, Counter[str]]


def hidden(external_id: str) -> str:
    """Return by what an item is known whose document was erased here: enough not to bring it back."""
    if external_id.startswith(HIDDEN):
        return external_id
    return HIDDEN + hashlib.sha256(external_id.encode("utf-8", "replace")).hexdigest()


def without_name(entry: Mapping[str, Any]) -> dict[str, Any]:
    """Return an entry of a run's log without what its item is called, and what was said of it."""
    return {**entry, "external_id": "", "title": "", "detail": ""}


def lock_sources() -> None:
    """Lock the tenant's sources until the transaction ends, before any of their runs."""
    list(Source.objects.order_by("pk").select_for_update(no_key=True).values_list("pk"))


def without_names(state: Mapping[str, Any], hidden_names: Collection[str]) -> dict[str, Any]:
    """Return what a connector remembers, without what it remembers of items of these hidden names."""
    return {
        part: {name: kept for name, kept in known.items() if not (_names_of(name, kept) & set(hidden_names))}
        if isinstance(known, Mapping)
        else known
        for part, known in state.items()
    }


def remembers_items(state: Mapping[str, Any]) -> bool:
    """Whether a connector remembers items by their names, and so may not list all that stands at its source."""
    return any(isinstance(part, Mapping) for part in state.values())


def hidden_items(source_id: UUID) -> frozenset[str]:
    """Return the hidden names of a source's items whose documents were erased here."""
    items = SourceItem.objects.filter(source_id=source_id, external_id__startswith=HIDDEN)
    return frozenset(items.values_list("external_id", flat=True))


def unname(document_ids: Sequence[UUID]) -> Mapping[UUID, Mapping[str, int]]:
    """Take out the names of documents, in the transaction that erases them; return how many went, by document.

    Whoever writes into a run's log holds the run: a name is written before this, and found, or not at all.
    """
    removed: Removed = defaultdict(Counter)
    lock_sources()
    list(SourceRun.objects.open().order_by("pk").select_for_update(no_key=True).values_list("pk"))
    owners = _owners(document_ids)
    for run, places in _told_of(owners, document_ids):
        run.log = [without_name(entry) if at in places else entry for at, entry in enumerate(run.log)]
        run.save(update_fields=["log"])
        for document_id in places.values():
            removed[document_id][ENTRIES] += 1
    for source, remembered in _remembered(owners):
        source.state = without_names(source.state, remembered)
        source.save(update_fields=["state"])
        for document_id in remembered.values():
            removed[document_id][MEMORIES] += 1
    items = list(_named_items(document_ids))
    for item in items:
        item.external_id = hidden(item.external_id)
        removed[_document_of(item)][ITEMS] += 1
    SourceItem.objects.bulk_update(items, ["external_id"])
    for item, document_id in _left_out(owners):
        item.delete()
        removed[document_id][ITEMS] += 1
    return removed


def count_names(document_ids: Sequence[UUID]) -> dict[str, int]:
    """Return how often erased documents are still called by their names."""
    owners = _owners(document_ids)
    told = sum(len(places) for _, places in _told_of(owners, document_ids))
    remembered = sum(len(names) for _, names in _remembered(owners))
    items = _named_items(document_ids).count() + sum(1 for _ in _left_out(owners))
    return {ITEMS: items, ENTRIES: told, MEMORIES: remembered}


def _named_items(document_ids: Sequence[UUID]) -> Any:
    kept = SourceItem.objects.filter(document_id__in=document_ids)
    return kept.exclude(external_id__startswith=HIDDEN).order_by("pk")


def _left_out(owners: Mapping[UUID, Mapping[str, UUID]]) -> Iterator[tuple[SourceItem, UUID]]:
    """Yield the items by which runs remember that they left out what has these names, and whose names those are."""
    for source_id, names in owners.items():
        told = {LEFT_OUT + name: document_id for name, document_id in names.items()}
        for item in SourceItem.objects.filter(source_id=source_id, external_id__in=told).order_by("pk"):
            yield item, told[item.external_id]


def _owners(document_ids: Sequence[UUID]) -> Mapping[UUID, Mapping[str, UUID]]:
    """Return which names stand for which of these documents, by source."""
    owners: defaultdict[UUID, dict[str, UUID]] = defaultdict(dict)
    for item in SourceItem.objects.filter(document_id__in=document_ids):
        owners[item.source_id][item.external_id] = _document_of(item)
    return owners


def _told_of(
    owners: Mapping[UUID, Mapping[str, UUID]], document_ids: Sequence[UUID]
) -> Iterator[tuple[SourceRun, Mapping[int, UUID]]]:
    """Yield the runs whose logs name these documents, each with where it does."""
    wanted = {str(document_id): document_id for document_id in document_ids}
    runs = SourceRun.objects.filter(source__in=owners).order_by("pk").select_for_update(no_key=True)
    for run in runs.iterator():
        names = owners[run.source_id]
        # What a dry run told of an item names no document.
        whose = (wanted.get(entry["document"] or "") or names.get(entry["external_id"]) for entry in run.log)
        named = enumerate(zip(run.log, whose, strict=True))
        places = {at: owner for at, (entry, owner) in named if owner and entry["external_id"]}
        if places:
            yield run, places


def _remembered(
    owners: Mapping[UUID, Mapping[str, UUID]],
) -> Iterator[tuple[Source, Mapping[str, UUID]]]:
    """Yield the sources that remember these names, each with the hidden names that it does and whose they are."""
    for source in Source.objects.filter(pk__in=owners).exclude(state={}):
        mine = {hidden(name): document_id for name, document_id in owners[source.pk].items()}
        known = set[str]().union(
            *(
                _names_of(name, kept)
                for part in source.state.values()
                if isinstance(part, Mapping)
                for name, kept in part.items()
            )
        )
        if named := {name: document_id for name, document_id in mine.items() if name in known}:
            yield source, named


def _names_of(name: str, kept: Any) -> set[str]:
    """Return, hidden, by which names a connector remembers something: the key, and its `id` where it has another."""
    told = kept.get("id") if isinstance(kept, Mapping) else None
    return {hidden(one) for one in (name, told) if isinstance(one, str)}


def _document_of(item: SourceItem) -> UUID:
    assert item.document_id is not None
    return item.document_id
