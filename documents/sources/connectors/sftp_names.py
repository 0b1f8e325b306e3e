"""List what stands in a folder of an SFTP server by the bytes of its names."""

from collections.abc import Iterator
from typing import Any

import paramiko
from paramiko.sftp import CMD_CLOSE, CMD_HANDLE, CMD_NAME, CMD_OPENDIR, CMD_READDIR


class RawNames(paramiko.SFTPClient):
    """List names as the bytes that they are; paramiko stumbles over what is no UTF-8."""

    def entries(self, path: bytes) -> list[tuple[bytes, paramiko.SFTPAttributes]]:
        """Return what stands in a folder, in the order of the names."""
        kind, message = self.ask(CMD_OPENDIR, path)
        if kind != CMD_HANDLE:
            raise paramiko.SFTPError("Expected handle")
        handle = message.get_binary()
        found: list[tuple[bytes, paramiko.SFTPAttributes]] = []
        try:
            while True:
                found += self._page(handle)
        except EOFError:
            self.ask(CMD_CLOSE, handle)
        return sorted((row for row in found if row[0] not in {b".", b".."}), key=lambda row: row[0])

    def ask(self, command: int, argument: bytes) -> tuple[int, paramiko.Message]:
        """Send a command of the protocol; return the kind of the answer, and the answer."""
        request: Any = self._request  # type: ignore[attr-defined]  # its types leave it out
        kind, message = request(command, argument)
        return kind, message

    def _page(self, handle: bytes) -> Iterator[tuple[bytes, paramiko.SFTPAttributes]]:
        kind, message = self.ask(CMD_READDIR, handle)
        if kind != CMD_NAME:
            raise paramiko.SFTPError("Expected name response")
        page = []
        for _ in range(message.get_int()):
            name, _long_name = message.get_string(), message.get_string()
            page.append((name, attributes_of(message)))
        return iter(page)


def attributes_of(message: paramiko.Message) -> paramiko.SFTPAttributes:
    """Read attributes where the message stands."""
    read: Any = paramiko.SFTPAttributes._from_msg  # type: ignore[attr-defined]  # its types leave it out
    attributes: paramiko.SFTPAttributes = read(message)
    return attributes
