"""Let the apps that keep something of a document beside its rows hear that it is erased."""

from collections.abc import Callable, Sequence
from uuid import UUID

Listener = Callable[[Sequence[UUID]], None]
_listeners: list[Listener] = []


def on_erasure(listener: Listener) -> None:
    """Have `listener` called with the ids of documents, in the transaction that erases them, while they stand."""
    if listener not in _listeners:
        _listeners.append(listener)


def tell_erased(document_ids: Sequence[UUID]) -> None:
    """Tell everybody who listens."""
    for listener in _listeners:
        listener(document_ids)
