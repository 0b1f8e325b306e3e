"""Read the files of a shared folder of Windows or Samba.

smbclient itself, since fsspec's filesystem shares sessions in the whole process: whoever gave the same server and
user would read with another tenant's password.
"""

import errno
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from documents.sources.connectors.files import CHUNK_BYTES, Entry, FileConnector, Opened, stamp, under
from documents.sources.connectors.fsspecs import needed
from documents.sources.connectors.kinds import SmbSettings
from documents.sources.connectors.names import name_of, raw_of
from documents.sources.connectors.patterns import Choice
from documents.sources.connectors.reaching import CONNECT_SECONDS, Reach
from documents.sources.types import ItemFailed, SourceFailed

# [MS-ERREF] 2.3.1: a wrong, disabled, restricted, expired or locked account; a share, folder or file that is not there.
REFUSED = frozenset({0xC000006D, 0xC000006E, 0xC0000071, 0xC0000072, 0xC0000224, 0xC0000234, 0xC000015B})
MISSING = frozenset({0xC00000CC, 0xC0000034, 0xC000003A, 0xC000000F, 0xC0000033})
ACCESS_DENIED = 0xC0000022


def create(settings: SmbSettings, secrets: Mapping[str, str]) -> FileConnector:
    """Return the connector of a shared folder."""
    return FileConnector(SmbTree(settings, secrets), settings)


class SmbTree:
    """Walk a shared folder; links and mount points are left."""

    def __init__(self, settings: SmbSettings, secrets: Mapping[str, str]) -> None:
        """Keep where to go, and sessions of our own."""
        self._settings = settings
        self._secrets = secrets
        self._client = needed("smbclient", "smbprotocol")
        self._errors = needed("smbprotocol.exceptions", "smbprotocol")
        # A referral would lead to a server that nobody checked.
        self._client.ClientConfig(skip_dfs=True)
        self._sessions: dict[str, Any] = {}
        self._address = ""

    def files(self, choice: Choice) -> Iterator[Entry]:
        """Yield the files below the folder."""
        waiting = [""]
        while waiting:
            prefix = waiting.pop()
            for row in self._listed(prefix):
                path = prefix + name_of(row.name.encode("utf-8", "surrogatepass"))
                if choice.shuts(path) or row.is_symlink():
                    continue
                if row.is_dir() and self._settings.recursive:
                    waiting.append(f"{path}/")
                elif row.is_file():
                    said = row.smb_info
                    mark = stamp(said.last_write_time.timestamp(), said.end_of_file)
                    yield Entry(path=path, fingerprint=mark, size_bytes=said.end_of_file)

    @contextmanager
    def open(self, path: str, known: str) -> Iterator[Opened]:
        """Open a file."""
        place = self._place(under("", path))
        with self._told(ItemFailed, "The file"):
            said = self._client.stat(place, follow_symlinks=False, **self._sign_in())
            if not stat.S_ISREG(said.st_mode):
                raise ItemFailed("not_found", "It is no file.")
            with self._client.open_file(place, mode="rb", share_access="rwd", **self._sign_in()) as file:
                parts = iter(lambda: file.read(CHUNK_BYTES), b"")
                yield Opened(
                    fingerprint=stamp(said.st_mtime, said.st_size), size_bytes=said.st_size, parts=parts
                )

    def close(self) -> None:
        """Sign out."""
        self._client.reset_connection_cache(fail_on_error=False, connection_cache=self._sessions)

    def _listed(self, prefix: str) -> list[Any]:
        place = self._place(prefix.rstrip("/"))
        with self._told(SourceFailed, f"The folder {prefix or '/'}"):
            return sorted(self._client.scandir(place, **self._sign_in()), key=lambda row: str(row.name))

    def _place(self, path: str) -> str:
        # The address in place of the name: it is what was checked.
        self._address = self._address or Reach().checked_address(self._settings.host, self._settings.port)
        raw = raw_of(path).decode("utf-8", "surrogatepass")
        parts = [self._settings.share, *self._settings.path.split("/"), *raw.split("/")]
        return "\\\\" + "\\".join([self._address, *(part for part in parts if part)])

    def _sign_in(self) -> dict[str, Any]:
        return {
            "username": self._settings.username,
            "password": self._secrets.get("password", ""),
            "port": self._settings.port,
            "connection_timeout": CONNECT_SECONDS,
            "connection_cache": self._sessions,
        }

    @contextmanager
    def _told(self, failed: type[ItemFailed] | type[SourceFailed], what: str) -> Iterator[None]:
        host, errors = self._settings.host, self._errors
        try:
            yield
        # A server that does not answer is a ValueError of smbprotocol; an answer is its own OSError with a status.
        except (errors.SMBException, OSError, ValueError) as failure:
            status = getattr(failure, "ntstatus", None) or getattr(failure, "status", None)
            if status in REFUSED or isinstance(failure, errors.SMBAuthenticationError):
                raise SourceFailed("unauthorized", f"{host} refuses this user or password.") from failure
            if status in MISSING or getattr(failure, "errno", None) == errno.ENOENT:
                raise failed("not_found", f"{what} is not there.") from failure
            if status == ACCESS_DENIED:
                raise failed("forbidden", f"{what} may not be read by this user.") from failure
            raise SourceFailed("unreachable", f"{host} does not answer as expected.") from failure
