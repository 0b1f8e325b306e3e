"""Read the files of an SFTP server."""

import posixpath
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import paramiko
from paramiko.sftp import CMD_NAME, CMD_REALPATH

from documents.sources.connectors.files import CHUNK_BYTES, Entry, FileConnector, Opened, stamp, under
from documents.sources.connectors.kinds import SftpSettings
from documents.sources.connectors.names import name_of, raw_of
from documents.sources.connectors.patterns import Choice
from documents.sources.connectors.reaching import Reach
from documents.sources.connectors.sftp_names import RawNames
from documents.sources.connectors.ssh import open_transport
from documents.sources.types import ItemFailed, SourceFailed

DEPTH_LIMIT = 64
# Reads on their way at once: a server far away answers each after its whole round trip.
AHEAD = 32


def create(settings: SftpSettings, secrets: Mapping[str, str]) -> FileConnector:
    """Return the connector of a folder; it connects with its first question."""
    return FileConnector(SftpTree(settings, secrets), settings)


class SftpTree:
    """Walk a folder; links are left: what they lead to below it is listed where it stands."""

    def __init__(self, settings: SftpSettings, secrets: Mapping[str, str]) -> None:
        """Keep where to go."""
        self._settings = settings
        self._secrets = secrets
        self._reach = Reach()
        self._transport: paramiko.Transport | None = None
        self._opened: RawNames | None = None
        self._root = b""

    def files(self, choice: Choice) -> Iterator[Entry]:
        """Yield the files below the folder."""
        waiting = [("", self._place(""))]
        while waiting:
            prefix, folder = waiting.pop()
            for name, attributes in self._listed(prefix, folder):
                path = prefix + name_of(name)
                if choice.shuts(path):
                    continue
                if _is_kind(attributes, stat.S_ISREG):
                    yield _entry(path, attributes)
                elif _is_kind(attributes, stat.S_ISDIR) and self._settings.recursive:
                    if path.count("/") >= DEPTH_LIMIT:
                        raise SourceFailed(
                            "too_large", f"Folders stand in each other more than {DEPTH_LIMIT} deep."
                        )
                    waiting.append((f"{path}/", posixpath.join(folder, name)))

    @contextmanager
    def open(self, path: str, known: str) -> Iterator[Opened]:
        """Open a file that stands, or leads, below the folder."""
        with self._reach.within("Reading a file"), self._told(ItemFailed, "The file"):
            place = self._place(under("", path))
            with self._client().open(place, "rb") as file:
                said = file.stat()
                if not _is_kind(said, stat.S_ISREG):
                    raise ItemFailed("not_found", "It is no file.")
                yield Opened(fingerprint=_stamp(said), size_bytes=said.st_size, parts=self._parts(file, said))

    def close(self) -> None:
        """Hang up."""
        self._reach.close()
        if self._transport is not None:
            self._transport.close()

    def _parts(self, file: paramiko.SFTPFile, said: paramiko.SFTPAttributes) -> Iterator[bytes]:
        # Only once the size was found to be within the limit: what is read ahead is kept in memory.
        file.prefetch(said.st_size, max_concurrent_requests=AHEAD)
        while part := file.read(CHUNK_BYTES):
            yield part

    def _listed(self, prefix: str, folder: bytes) -> list[tuple[bytes, paramiko.SFTPAttributes]]:
        with self._reach.within("Listing a folder"), self._told(SourceFailed, f"The folder {prefix or '/'}"):
            return self._client().entries(folder)

    def _place(self, path: str) -> bytes:
        """Return where a path leads; raise ItemFailed where that is not below the folder."""
        client = self._client()
        if not path:
            return self._root
        real = self._real(self._root.rstrip(b"/") + b"/" + raw_of(path))
        client.stat(real)
        if not self._is_below(real):
            raise ItemFailed("not_found", "The file stands outside the folder.")
        return real

    def _real(self, place: bytes) -> bytes:
        # Servers resolve links in a whole path; some only where it exists.
        kind, message = self._client().ask(CMD_REALPATH, place)
        if kind != CMD_NAME or message.get_int() != 1:
            raise paramiko.SFTPError("Expected one name")
        return bytes(message.get_string())

    def _is_below(self, real: bytes) -> bool:
        return real == self._root or real.startswith(self._root.rstrip(b"/") + b"/")

    def _client(self) -> RawNames:
        if self._opened is None:
            with self._reach.within("Signing in"):
                self._opened = self._connected()
            with self._told(SourceFailed, f"The folder {self._settings.path}"):
                root = self._real(self._settings.path.encode())
                if not _is_kind(self._opened.stat(root), stat.S_ISDIR):
                    raise SourceFailed("not_found", f"{self._settings.path} is no folder.")
                self._root = root
        return self._opened

    def _connected(self) -> RawNames:
        asked = self._settings
        self._transport = open_transport(
            self._reach,
            host=asked.host,
            port=asked.port,
            username=asked.username,
            host_key=asked.host_key,
            secrets=self._secrets,
        )
        try:
            client = RawNames.from_transport(self._transport)
        except (paramiko.SSHException, OSError, EOFError) as failure:
            raise SourceFailed("unreachable", f"{asked.host} has no SFTP for this user.") from failure
        if client is None:
            raise SourceFailed("unreachable", f"{asked.host} has no SFTP for this user.")
        if (channel := client.get_channel()) is not None:
            channel.settimeout(self._reach.read_seconds)
        return client

    @contextmanager
    def _told(self, failed: type[ItemFailed] | type[SourceFailed], what: str) -> Iterator[None]:
        try:
            yield
        except FileNotFoundError as missing:
            raise failed("not_found", f"{what} is not there.") from missing
        except PermissionError as refused:
            raise failed("forbidden", f"{what} may not be read by this user.") from refused
        except (paramiko.SSHException, EOFError, OSError) as failure:
            is_alive = self._transport is not None and self._transport.is_active()
            if is_alive and not isinstance(failure, TimeoutError):
                raise failed("failed", f"{what} could not be read.") from failure
            raise SourceFailed("unreachable", f"{self._settings.host} hung up.") from failure


def _entry(path: str, attributes: paramiko.SFTPAttributes) -> Entry:
    return Entry(path=path, fingerprint=_stamp(attributes), size_bytes=attributes.st_size)


def _stamp(attributes: paramiko.SFTPAttributes) -> str:
    return stamp(attributes.st_mtime, attributes.st_size)


def _is_kind(attributes: paramiko.SFTPAttributes, test: Any) -> bool:
    return attributes.st_mode is not None and bool(test(attributes.st_mode))
