"""Hold what a source and its connector say to each other."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Protocol, runtime_checkable

# What begins so is no address, and so the name of no document.
LEFT_OUT = "left out: "
NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, kw_only=True)
class Item:
    """Name what stands at a source, without its content."""

    # Unique within the source, and the same from run to run.
    external_id: str
    title: str
    url: str = ""
    # ETag, time and size, blob id, UID: the same fingerprint means the same content; empty where it is unknown.
    fingerprint: str = ""
    size_bytes: int | None = None
    metadata: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, kw_only=True)
class Fetched:
    """Carry the content of an item; what is empty here stands as the item says it."""

    content: bytes = field(repr=False)
    filename: str
    content_type: str = ""
    fingerprint: str = ""
    url: str = ""
    title: str = ""


class Unchanged(Exception):
    """Raise it from `fetch` where the source says that the item is as it was."""


class SourceFailed(Exception):
    """Say that the source cannot be read as a whole; nothing vanishes here then. Carry no secret."""

    def __init__(self, code: str, detail: str) -> None:
        """Keep a stable code and a sentence for people."""
        super().__init__(detail)
        self.code, self.detail = code, detail


class ItemFailed(Exception):
    """Say that this item alone cannot be read; its document stays as it is. Carry no secret."""

    def __init__(self, code: str, detail: str) -> None:
        """Keep a stable code and a sentence for people."""
        super().__init__(detail)
        self.code, self.detail = code, detail


class ItemSkipped(ItemFailed):
    """Say that this item is none for this source, and why; it counts as left out, not as failed."""


class Connector(Protocol):
    """Read one source, from the first item of a run to its last."""

    def items(self, since: Mapping[str, Any]) -> Iterator[Item]:
        """Yield all that stands there now; `since` is the state of the last complete run, empty at first.

        Raise SourceFailed where the list would be incomplete: what is not listed is removed here.
        """
        ...

    def fetch(self, item: Item, known: str) -> Fetched:
        """Return an item's content; `known` is the fingerprint of what is kept, or empty.

        Raise Unchanged, ItemFailed or SourceFailed. It may be asked in another process than the one that listed.
        """
        ...

    def state(self) -> Mapping[str, Any]:
        """Return what to keep after a complete run, as JSON can carry it, without secrets."""
        ...

    def close(self) -> None:
        """Let go of connections and files."""
        ...


@runtime_checkable
class Resumable(Protocol):
    """Go on in another process where a walk was: for a connector whose `items` asks for each of them on the way.

    Others list from the beginning at each turn, and what was settled in the run is not fetched again.
    """

    def position(self) -> Mapping[str, Any]:
        """Return where the walk is, as JSON can carry it: what was yielded before is behind it."""
        ...

    def go_on(self, position: Mapping[str, Any]) -> None:
        """Have `items` begin there."""
        ...
