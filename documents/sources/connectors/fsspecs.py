"""Read the files of any filesystem that fsspec reaches."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from documents.sources.connectors.files import CHUNK_BYTES, Entry, Opened, stamp, under
from documents.sources.connectors.names import name_of, raw_of
from documents.sources.connectors.patterns import Choice
from documents.sources.connectors.reaching import Reach
from documents.sources.types import ItemFailed, SourceFailed

# What filesystems call the thing that changes with the content, best first.
MARKS = ("etag", "ETag", "sha", "md5Hash", "generation")
TIMES = ("mtime", "modified", "last_modified", "last_write_time", "updated", "LastModified")


@dataclass(frozen=True, kw_only=True)
class Library:
    """Carry a filesystem, and what its library's own exceptions mean."""

    # Made for one connector alone: fsspec keeps filesystems, with their passwords, unless told otherwise.
    filesystem: Any
    errors: tuple[type[Exception], ...]
    meaning: Callable[[Exception], SourceFailed]
    close: Callable[[], None] = lambda: None


def needed(module: str, package: str) -> Any:
    """Return a module; raise SourceFailed naming the package where it is not installed."""
    try:
        return import_module(module)
    except ImportError as missing:
        raise SourceFailed(
            "missing_package",
            f"This kind of source needs the package {package}, which is not installed here.",
        ) from missing


class FsspecTree:
    """Walk a folder of an fsspec filesystem, which is made with the first question."""

    def __init__(
        self, make: Callable[[], Library], root: str, *, reach: Reach | None = None, is_recursive: bool = True
    ) -> None:
        """Keep how to reach the folder."""
        self._make = make
        self._root = root.strip("/")
        self._reach = reach or Reach()
        self._is_recursive = is_recursive
        self._made: Library | None = None

    def files(self, choice: Choice) -> Iterator[Entry]:
        """Yield the files below the folder."""
        waiting = [""]
        while waiting:
            prefix = waiting.pop()
            for row in self._listed(prefix):
                path = prefix + name_of(
                    row["name"].rstrip("/").rsplit("/", 1)[-1].encode("utf-8", "surrogateescape")
                )
                if choice.shuts(path):
                    continue
                if row["type"] == "directory" and self._is_recursive:
                    waiting.append(f"{path}/")
                elif row["type"] == "file":
                    yield Entry(path=path, fingerprint=_mark(row), size_bytes=row.get("size"))

    @contextmanager
    def open(self, path: str, known: str) -> Iterator[Opened]:
        """Open a file."""
        place = self._place(under("", path))
        with self._reach.within("Reading a file"), self._told(ItemFailed, "The file"):
            row = self._filesystem().info(place)
            if row["type"] != "file":
                raise ItemFailed("not_found", "It is no file.")
            with self._filesystem().open(place, "rb", cache_type="none") as file:
                parts = iter(lambda: file.read(CHUNK_BYTES), b"")
                yield Opened(
                    fingerprint=_mark(row),
                    size_bytes=row.get("size"),
                    content_type=str(row.get("contentType") or ""),
                    parts=parts,
                )

    def close(self) -> None:
        """Forget the filesystem and what it knows."""
        if self._made is not None:
            self._made.filesystem.invalidate_cache()
            self._made.close()
        self._made = None
        self._reach.close()

    def _listed(self, prefix: str) -> list[Mapping[str, Any]]:
        place = self._place(prefix.rstrip("/"))
        with self._reach.within("Listing a folder"), self._told(SourceFailed, f"The folder {prefix or '/'}"):
            rows: list[Mapping[str, Any]] = self._filesystem().ls(place, detail=True)
        # Object stores list the object that stands for the folder itself, too.
        others = [row for row in rows if row["name"].strip("/") != place]
        if not others and any(row["type"] == "file" for row in rows):
            raise SourceFailed("not_found", f"{place} is no folder.")
        return sorted(others, key=lambda row: str(row["name"]))

    def _place(self, path: str) -> str:
        raw = raw_of(path).decode("utf-8", "surrogateescape")
        return f"{self._root}/{raw}".strip("/")

    def _filesystem(self) -> Any:
        return self._library().filesystem

    def _library(self) -> Library:
        if self._made is None:
            self._made = self._make()
        return self._made

    @contextmanager
    def _told(self, failed: type[ItemFailed] | type[SourceFailed], what: str) -> Iterator[None]:
        library = self._library()
        try:
            yield
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError) as missing:
            raise failed("not_found", f"{what} is not there.") from missing
        except PermissionError as refused:
            raise failed("forbidden", f"{what} may not be read with this password or key.") from refused
        except library.errors as failure:
            raise library.meaning(failure) from failure


def _mark(row: Mapping[str, Any]) -> str:
    for name in MARKS:
        if row.get(name):
            return str(row[name]).strip('"')
    modified = next((row[name] for name in TIMES if row.get(name)), None)
    # Without either, a file is read each time, and what is the same stays as it is.
    return "" if modified is None else stamp(modified, row.get("size"))
