"""Connect to where sources live: to checked addresses only, and never for longer than a deadline."""

import socket
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from documents.sources.codes import code_of
from documents.sources.types import SourceFailed
from project.kernel.http.targets import UnsafeAddress
from project.kernel.reach import Grounds

CONNECT_SECONDS = 10.0
READ_SECONDS = 30.0
# One question to a server, or one file: whoever trickles longer is cut off.
WHOLE_SECONDS = 300.0
# A server that closes after each answer costs a descriptor for each: only the youngest are watched.
WATCHED = 8


class Reach:
    """Open sockets to checked addresses, and cut all of them where a piece of work takes too long."""

    def __init__(self, whole_seconds: float = WHOLE_SECONDS, read_seconds: float = READ_SECONDS) -> None:
        """Keep the limits of each piece of work and of each read."""
        self._whole_seconds = whole_seconds
        self.read_seconds = read_seconds
        self._watched: deque[socket.socket] = deque()
        # Libraries ask for the source's own host first, and for others where that sends them.
        self._grounds = Grounds()

    def checked_address(self, host: str, port: int) -> str:
        """Return the address to connect to; raise SourceFailed where this source may not go."""
        try:
            return self._grounds.resolve_host(host, port)
        except UnsafeAddress as refused:
            raise SourceFailed(code_of(refused), refused.detail) from refused

    def connect(self, host: str, port: int) -> socket.socket:
        """Resolve once, check, and connect to that very address; raise SourceFailed."""
        address = self.checked_address(host, port)
        try:
            connection = socket.create_connection((address, port), timeout=CONNECT_SECONDS)
        except OSError as failure:
            raise SourceFailed("unreachable", f"{host} does not answer on port {port}.") from failure
        connection.settimeout(self.read_seconds)
        self.watch(connection)
        return connection

    def watch(self, connection: socket.socket) -> None:
        """Cut this connection, too, where a piece of work takes too long."""
        # A copy: wrapping a socket in TLS takes its descriptor away.
        self._watched.append(connection.dup())
        while len(self._watched) > WATCHED:
            self._watched.popleft().close()

    @contextmanager
    def within(self, what: str) -> Iterator[None]:
        """Bound a piece of work; raise SourceFailed `timed_out` where it was cut."""
        is_over = threading.Event()

        def cut() -> None:
            is_over.set()
            self._cut()

        timer = threading.Timer(self._whole_seconds, cut)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
            # Whatever a connection raises that was cut off in the middle.
            if is_over.is_set():
                raise SourceFailed("timed_out", f"{what} took longer than {self._whole_seconds:.0f} s.")

    def close(self) -> None:
        """Let go of every connection."""
        self._cut()
        while self._watched:
            self._watched.popleft().close()

    def _cut(self) -> None:
        for connection in list(self._watched):
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
