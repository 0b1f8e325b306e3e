"""Read the files below a folder, wherever it stands, as the items of a source."""

import mimetypes
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Protocol
from urllib.parse import quote

from documents.sources.connectors.kinds import FileSettings
from documents.sources.connectors.names import raw_of, shown
from documents.sources.connectors.patterns import Choice
from documents.sources.types import Fetched, Item, ItemFailed, SourceFailed, Unchanged

# A listing is read whole before anything is removed: beyond this, a source is to be split.
MOST_FILES = 500_000
CHUNK_BYTES = 262_144


@dataclass(frozen=True, kw_only=True)
class Entry:
    """Name a file below the folder of a source; its path is written as `names.name_of` writes it."""

    path: str
    fingerprint: str
    size_bytes: int | None = None
    metadata: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, kw_only=True)
class Opened:
    """Carry what an open file says of itself, and its content in parts."""

    fingerprint: str
    parts: Iterator[bytes]
    size_bytes: int | None = None
    content_type: str = ""


class Tree(Protocol):
    """Reach the files of one place."""

    def files(self, choice: Choice) -> Iterator[Entry]:
        """Yield the files, without those of folders that are shut; raise SourceFailed where some cannot be listed."""
        ...

    def open(self, path: str, known: str) -> AbstractContextManager[Opened]:
        """Open a file; raise Unchanged, ItemFailed or SourceFailed."""
        ...

    def close(self) -> None:
        """Let go of connections."""
        ...


class FileConnector:
    """Give the files of a tree that the settings choose."""

    def __init__(self, tree: Tree, settings: FileSettings) -> None:
        """Keep the tree, which is closed with this."""
        self._tree = tree
        self._settings = settings
        self._choice = Choice(include=settings.include, exclude=settings.exclude)

    def items(self, since: Mapping[str, Any]) -> Iterator[Item]:
        """Yield all files that are wanted; raise SourceFailed."""
        count = 0
        for entry in self._tree.files(self._choice):
            if self._choice.takes(entry.path):
                count += 1
                if count > MOST_FILES:
                    raise SourceFailed(
                        "too_large", f"More than {MOST_FILES} files are wanted: name a smaller part."
                    )
                yield self._item(entry)

    def fetch(self, item: Item, known: str) -> Fetched:
        """Return a file's content; raise Unchanged, ItemFailed or SourceFailed."""
        if not self._choice.takes(item.external_id):
            raise ItemFailed("not_found", "The settings no longer choose this file.")
        self._bound(item.size_bytes)
        with self._tree.open(item.external_id, known) as opened:
            if known and opened.fingerprint == known:
                raise Unchanged
            self._bound(opened.size_bytes)
            content = self._read(opened.parts)
        name = shown(item.external_id.rsplit("/", 1)[-1])
        return Fetched(
            content=content,
            filename=name,
            content_type=opened.content_type or mimetypes.guess_type(name)[0] or "",
            fingerprint=opened.fingerprint,
        )

    def state(self) -> Mapping[str, Any]:
        """Return nothing: a listing is always whole."""
        return {}

    def close(self) -> None:
        """Let go of connections."""
        self._tree.close()

    def _item(self, entry: Entry) -> Item:
        link = self._settings.link
        return Item(
            external_id=entry.path,
            title=shown(entry.path.rsplit("/", 1)[-1]),
            url=link.replace("{path}", quote(raw_of(entry.path))) if link else "",
            fingerprint=entry.fingerprint,
            size_bytes=entry.size_bytes,
            metadata={"path": shown(entry.path), **entry.metadata},
        )

    def _read(self, parts: Iterator[bytes]) -> bytes:
        content = bytearray()
        for part in parts:
            content += part
            self._bound(len(content))
        return bytes(content)

    def _bound(self, size_bytes: int | None) -> None:
        if size_bytes is not None and size_bytes > self._settings.size_limit_bytes:
            raise ItemFailed("too_large", f"The file is larger than {self._settings.size_limit_mb} MB.")


def stamp(modified: Any, size_bytes: Any) -> str:
    """Return the fingerprint of a file whose server keeps no better one."""
    return f"{modified}-{size_bytes}"


def under(root: str, path: str) -> str:
    """Join a path below a folder; raise ItemFailed for one that leads out of it."""
    if any(part in {"", ".", ".."} for part in path.split("/")):
        raise ItemFailed("not_found", "There is no such file.")
    return f"{root.rstrip('/')}/{path}" if root else path
