"""Reach Redis, which carries what may be lost: nudges, limits, live streams."""

import json
import logging
from collections.abc import Callable
from functools import cache
from typing import Any

import redis
import redis.asyncio
from django.conf import settings
from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.redis import RedisCache

logger = logging.getLogger(__name__)

# Redis is never waited for: what needs it has a way without it.
TIMEOUT_SECONDS = 2.0


@cache
def redis_client() -> "redis.Redis":
    """Return the process's client for synchronous code; its pool is safe between threads."""
    return redis.Redis.from_url(
        settings.REDIS_URL, socket_timeout=TIMEOUT_SECONDS, socket_connect_timeout=TIMEOUT_SECONDS
    )


def open_redis() -> "redis.asyncio.Redis":
    """Return a client of the event loop's own: connections belong to the loop that opened them."""
    return redis.asyncio.Redis.from_url(
        settings.REDIS_URL, socket_timeout=TIMEOUT_SECONDS, socket_connect_timeout=TIMEOUT_SECONDS
    )


class JsonValues:
    """Write cached values as JSON: what Redis gives back is data and never code."""

    def dumps(self, value: Any) -> bytes | int:
        """Return what is stored; numbers stay as they are, so that Redis can add to them."""
        return value if type(value) is int else json.dumps(value).encode()

    def loads(self, stored: bytes) -> Any:
        """Return what was stored."""
        return json.loads(stored)


class ForgetfulCache(RedisCache):
    """Cache in Redis; without it, know nothing and keep nothing, so that sign-in goes on."""

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        """Return the value, or `default` where there is none or no Redis."""
        return _or(default, lambda: super(ForgetfulCache, self).get(key, default, version))

    def set(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        """Keep the value where there is a Redis."""
        _or(None, lambda: super(ForgetfulCache, self).set(key, value, timeout, version))

    def add(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Keep the value unless there is one; say True where there is no Redis to know."""
        return bool(_or(True, lambda: super(ForgetfulCache, self).add(key, value, timeout, version)))

    def delete(self, key: str, version: int | None = None) -> bool:
        """Forget the value."""
        return bool(_or(False, lambda: super(ForgetfulCache, self).delete(key, version)))

    def incr(self, key: str, delta: int = 1, version: int | None = None) -> int:
        """Add to a number; without Redis it is as if this were the first time."""
        return int(_or(delta, lambda: super(ForgetfulCache, self).incr(key, delta, version)))


def _or(otherwise: Any, ask: Callable[[], Any]) -> Any:
    try:
        return ask()
    except redis.RedisError:
        logger.warning("Redis does not answer; going on without it")
        return otherwise
