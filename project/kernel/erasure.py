"""Let the apps that keep something of a document beside its rows hear that it is erased, and be asked what is left."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from uuid import UUID

Removed = Mapping[UUID, Mapping[str, int]]
Listener = Callable[[Sequence[UUID]], Removed]
Witness = Callable[[Sequence[UUID]], Mapping[str, int]]
_listeners: list[Listener] = []
_witnesses: list[Witness] = []


def on_erasure(listener: Listener) -> None:
    """Have `listener` called with the ids of documents, in the transaction that erases them, while they stand.

    It returns how much goes of each, by what it is.
    """
    if listener not in _listeners:
        _listeners.append(listener)


def on_check(witness: Witness) -> None:
    """Have `witness` called with the ids of erased documents: it returns how much it still finds, by what it is."""
    if witness not in _witnesses:
        _witnesses.append(witness)


def tell_erased(document_ids: Sequence[UUID]) -> dict[UUID, dict[str, int]]:
    """Tell everybody who listens; return what goes of each document beside its rows."""
    removed: defaultdict[UUID, dict[str, int]] = defaultdict(dict)
    for listener in _listeners:
        for document_id, counts in listener(document_ids).items():
            removed[document_id].update(counts)
    return dict(removed)


def left_of(document_ids: Sequence[UUID]) -> dict[str, int]:
    """Ask everybody who knows what is left of these documents."""
    return {name: count for witness in _witnesses for name, count in witness(document_ids).items()}
