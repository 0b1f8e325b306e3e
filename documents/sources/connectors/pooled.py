"""Let urllib3, on which other libraries stand, connect to checked addresses alone."""

import socket
from typing import Any

import urllib3
from urllib3.connection import HTTPConnection

from documents.sources.connectors.reaching import CONNECT_SECONDS, Reach


def pool_classes(reach: Reach, http: type[Any], https: type[Any]) -> dict[str, type[Any]]:
    """Return pools like these whose connections go to checked addresses."""
    return {"http": _pool(reach, http), "https": _pool(reach, https)}


def pool_manager(reach: Reach) -> urllib3.PoolManager:
    """Return a manager of such pools, without retries or redirects to another host."""
    manager = _OneHost(
        retries=urllib3.Retry(total=5, connect=0, read=0, redirect=5, status=0),
        timeout=urllib3.Timeout(connect=CONNECT_SECONDS, read=reach.read_seconds),
        headers={"User-Agent": "git/Raglan"},
    )
    manager.pool_classes_by_scheme = pool_classes(
        reach, urllib3.HTTPConnectionPool, urllib3.HTTPSConnectionPool
    )
    return manager


class _OneHost(urllib3.PoolManager):
    """Stay at the host of the first request, to which a password is meant to go."""

    _last: Any = None
    _first: tuple[str | None, str | None, int | None] | None = None

    def urlopen(  # type: ignore[override]  # the two supertypes disagree
        self, method: str, url: str, redirect: bool = True, **kw: Any
    ) -> Any:
        parts = urllib3.util.parse_url(url)
        place = (parts.scheme, parts.host, parts.port)
        self._first = self._first or place
        if place != self._first:
            raise urllib3.exceptions.HTTPError("the address redirects to another host")
        self._last = super().urlopen(method, url, redirect, **kw)
        return self._last

    def clear(self) -> None:
        # An answer that nobody read to its end holds its connection.
        if self._last is not None:
            self._last.close()
        super().clear()


def _pool(reach: Reach, pool: type[Any]) -> type[Any]:
    connection: type[HTTPConnection] = pool.ConnectionCls

    class Checked(connection):  # type: ignore[misc, valid-type]  # the class is the caller's
        def _new_conn(self) -> socket.socket:
            name = str(self.host)
            # Only the address is another one: TLS compares the certificate with the name that was asked for.
            self._dns_host = reach.checked_address(name, self.port)
            try:
                opened: socket.socket = super()._new_conn()
            finally:
                self._dns_host = name
            reach.watch(opened)
            return opened

    return type(f"Checked{pool.__name__}", (pool,), {"ConnectionCls": Checked})
