"""Read a folder of this machine, which only the operator can open."""

import os
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from documents.sources.connectors.files import CHUNK_BYTES, Entry, FileConnector, Opened, stamp, under
from documents.sources.connectors.kinds import FolderSettings
from documents.sources.connectors.names import name_of, raw_of
from documents.sources.connectors.patterns import Choice
from documents.sources.types import ItemFailed, SourceFailed
from project.kernel.http.targets import UnsafeAddress
from project.kernel.reach import open_folder


def create(settings: FolderSettings, secrets: Mapping[str, str]) -> FileConnector:
    """Return the connector of a folder."""
    return FileConnector(FolderTree(settings), settings)


class FolderTree:
    """Walk a folder; links are left."""

    def __init__(self, settings: FolderSettings) -> None:
        """Keep where to look."""
        self._settings = settings

    def files(self, choice: Choice) -> Iterator[Entry]:
        """Yield the files below the folder."""
        waiting = [("", self._root())]
        while waiting:
            prefix, folder = waiting.pop()
            for entry in _listed(folder):
                path = prefix + name_of(entry.name)
                if choice.shuts(path):
                    continue
                if entry.is_file(follow_symlinks=False):
                    yield _entry(path, entry)
                elif entry.is_dir(follow_symlinks=False) and self._settings.recursive:
                    waiting.append((f"{path}/", entry.path))

    @contextmanager
    def open(self, path: str, known: str) -> Iterator[Opened]:
        """Open a file that really stands below the folder."""
        root = self._root()
        place = os.path.join(root, raw_of(under("", path)))  # noqa: PTH118 - the names are bytes
        with _told(), os.fdopen(os.open(place, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb") as file:
            said = os.fstat(file.fileno())
            # Where it was opened, whatever the folders on the way have become since.
            real = os.readlink(f"/proc/self/fd/{file.fileno()}".encode())  # noqa: PTH115 - the names are bytes
            if not stat.S_ISREG(said.st_mode) or not real.startswith(root + b"/"):
                raise ItemFailed("not_found", "The file stands outside the folder.")
            parts = iter(lambda: file.read(CHUNK_BYTES), b"")
            yield Opened(fingerprint=_stamp(said), size_bytes=said.st_size, parts=parts)

    def close(self) -> None:
        """Keep nothing open."""

    def _root(self) -> bytes:
        try:
            root = open_folder(self._settings.path)
        except UnsafeAddress as refused:
            raise SourceFailed("refused_address", refused.detail) from refused
        if not root.is_dir():
            raise SourceFailed("not_found", f"{self._settings.path} is no folder.")
        return os.fsencode(root)


def _listed(folder: bytes) -> "list[os.DirEntry[bytes]]":
    try:
        with os.scandir(folder) as entries:
            return sorted(entries, key=lambda entry: entry.name)
    except OSError as failure:
        raise SourceFailed("forbidden", "A folder may not be listed; exclude it.") from failure


def _entry(path: str, entry: "os.DirEntry[bytes]") -> Entry:
    try:
        said = entry.stat(follow_symlinks=False)
    except OSError as failure:
        raise SourceFailed("failed", "The folder changes while it is listed.") from failure
    return Entry(path=path, fingerprint=_stamp(said), size_bytes=said.st_size)


def _stamp(said: os.stat_result) -> str:
    return stamp(said.st_mtime_ns, said.st_size)


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as missing:
        raise ItemFailed("not_found", "The file is not there.") from missing
    except PermissionError as refused:
        raise ItemFailed("forbidden", "The file may not be read.") from refused
    except OSError as failure:
        raise ItemFailed("failed", "The file could not be read.") from failure
