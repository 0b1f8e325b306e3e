"""Reach Redis, which carries what may be lost: nudges, limits, live streams."""

from functools import cache

import redis
import redis.asyncio
from django.conf import settings

# Redis is never waited for: what needs it has a way without it.
TIMEOUT_SECONDS = 2.0


@cache
def redis_client() -> "redis.Redis":
    """Return the process's client for synchronous code; its pool is safe between threads."""
    return redis.Redis.from_url(
        settings.REDIS_URL, socket_timeout=TIMEOUT_SECONDS, socket_connect_timeout=TIMEOUT_SECONDS
    )


@cache
def async_redis_client() -> "redis.asyncio.Redis":
    """Return the process's client for the event loop."""
    return redis.asyncio.Redis.from_url(
        settings.REDIS_URL, socket_timeout=None, socket_connect_timeout=TIMEOUT_SECONDS
    )
