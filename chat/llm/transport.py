"""Give every client of huggingface_hub the running loop's one pool of connections."""

import asyncio
from weakref import WeakKeyDictionary

import httpx2
from huggingface_hub import set_async_client_factory

# The hub opens a client for each call, and its time limit is per read: a pool of our own keeps connections
# between calls, and bounds the connecting, which the hub leaves open: names, TCP, TLS. It is less than TCP waits
# before it repeats a lost packet, so one connection that comes late counts like any other failure.
CONNECT_SECONDS = 0.25
_pools: WeakKeyDictionary[asyncio.AbstractEventLoop, "SharedTransport"] = WeakKeyDictionary()


class SharedTransport(httpx2.AsyncBaseTransport):
    """Lend one pool of connections to many clients, none of which closes it."""

    def __init__(self) -> None:
        """Open the pool."""
        limits = httpx2.Limits(max_connections=None, max_keepalive_connections=64, keepalive_expiry=30.0)
        self._pool = httpx2.AsyncHTTPTransport(limits=limits)

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send a request, giving up on connecting within what a reader does not notice."""
        timeout = dict(request.extensions.get("timeout", {}))
        request.extensions["timeout"] = {**timeout, "connect": CONNECT_SECONDS, "pool": CONNECT_SECONDS}
        return await self._pool.handle_async_request(request)

    async def aclose(self) -> None:
        """Keep the pool: it belongs to the loop, not to the client that is closed."""

    async def close_pool(self) -> None:
        """Close every connection."""
        await self._pool.aclose()


def shared_client() -> httpx2.AsyncClient:
    """Give a client over the running loop's pool; closing it closes its own streams alone."""
    loop = asyncio.get_running_loop()
    transport = _pools.get(loop)
    if transport is None:
        transport = _pools[loop] = SharedTransport()
    return httpx2.AsyncClient(
        transport=transport, timeout=None, trust_env=False, event_hooks={"response": [_read_refusal]}
    )


async def close_pool() -> None:
    """Close the running loop's pool, at the end of the process or of a test."""
    transport = _pools.pop(asyncio.get_running_loop(), None)
    if transport is not None:
        await transport.close_pool()


async def _read_refusal(response: httpx2.Response) -> None:
    # The hub reads the body of a refusal, which a streamed response has not loaded.
    if response.status_code >= 400:
        await response.aread()


def install() -> None:
    """Make huggingface_hub use the shared pool."""
    set_async_client_factory(shared_client)
