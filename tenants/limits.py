"""Bound how often people, keys and tenants may ask: token buckets in Redis, open where Redis is down."""

import logging
import math
import time
from dataclasses import dataclass

import redis
from django.conf import settings

from project.kernel.errors import TooMany
from project.kernel.redis import redis_client
from tenants.types import Actor

logger = logging.getLogger(__name__)
WINDOW_SECONDS = 60
# A Redis that hangs is not asked again for this long, so that it slows one request and not each.
PAUSE_SECONDS = 5.0

# Refill each bucket by the time that has passed, then take from all of them or from none.
# KEYS: buckets. ARGV: cost, window in seconds, then each bucket's size. Returns what is left in each.
_TAKE = """
local clock = redis.call('TIME')
local now = clock[1] + clock[2] / 1000000
local cost, window = tonumber(ARGV[1]), tonumber(ARGV[2])
local left, enough = {}, true
for i, key in ipairs(KEYS) do
  local size = tonumber(ARGV[i + 2])
  local bucket = redis.call('HMGET', key, 'left', 'at')
  local before = tonumber(bucket[1]) or size
  left[i] = math.min(size, before + math.max(0, now - (tonumber(bucket[2]) or now)) * size / window)
  if left[i] < cost then enough = false end
end
for i, key in ipairs(KEYS) do
  if enough then left[i] = left[i] - cost end
  redis.call('HSET', key, 'left', tostring(left[i]), 'at', tostring(now))
  redis.call('EXPIRE', key, window * 2)
  left[i] = tostring(left[i])
end
table.insert(left, 1, enough and '1' or '0')
return left
"""


@dataclass(frozen=True)
class Bucket:
    """Name one limit: whom it holds for and how many requests a minute it lets through."""

    kind: str
    key: str
    size: int


@dataclass(frozen=True)
class Standing:
    """Say how much of a limit is left."""

    kind: str
    limit: int
    remaining: int

    @property
    def window_seconds(self) -> int:
        """Return in what time the whole limit comes back."""
        return WINDOW_SECONDS

    @property
    def reset_seconds(self) -> int:
        """Return after how long the bucket is full again."""
        return math.ceil((self.limit - self.remaining) * WINDOW_SECONDS / self.limit)

    @property
    def headers(self) -> dict[str, str]:
        """Return the RateLimit headers (IETF draft-ietf-httpapi-ratelimit-headers-07)."""
        return {
            "RateLimit-Limit": str(self.limit),
            "RateLimit-Remaining": str(self.remaining),
            "RateLimit-Reset": str(self.reset_seconds),
        }


def take(*, actor: Actor, cost: int = 1) -> Standing:
    """Take `cost` from every bucket of the actor; return the tightest; raise TooMany where one is empty."""
    return _tightest(_ask(buckets_of(actor), cost))


def take_anonymous(*, purpose: str, address: str, limit: int) -> Standing:
    """Take one from the bucket of an address that nobody has signed in from; raise TooMany."""
    return _tightest(_ask([Bucket("address", f"shared:limit:{purpose}:{address}", limit)], 1))


def standings(*, actor: Actor) -> list[Standing]:
    """Return what is left of each of the actor's limits, taking nothing."""
    return _ask(buckets_of(actor), 0)


def buckets_of(actor: Actor) -> list[Bucket]:
    """Return the limits that hold for an actor."""
    prefix = f"{actor.tenant.schema}:limit"
    sizes = settings.RATE_LIMITS
    own = (
        Bucket("key", f"{prefix}:key:{actor.key_id}", sizes["key"])
        if actor.key_id
        else Bucket("person", f"{prefix}:person:{actor.user_id}", sizes["person"])
    )
    return [own, Bucket("tenant", f"{prefix}:tenant", sizes["tenant"])]


class _Pause:
    """Remember until when Redis is left alone."""

    until = 0.0


def _ask(buckets: list[Bucket], cost: int) -> list[Standing]:
    full = [Standing(bucket.kind, bucket.size, bucket.size) for bucket in buckets]
    if time.monotonic() < _Pause.until:
        return full
    try:
        answer = redis_client().eval(
            _TAKE,
            len(buckets),
            *(bucket.key for bucket in buckets),
            str(cost),
            str(WINDOW_SECONDS),
            *(str(bucket.size) for bucket in buckets),
        )
    except redis.RedisError:
        _Pause.until = time.monotonic() + PAUSE_SECONDS
        logger.warning("Redis does not answer: nobody is limited for a while")
        return full
    enough, *left = [float(part) for part in answer]
    if not enough:
        _refuse(buckets, left, cost)
    return [
        Standing(bucket.kind, bucket.size, int(remaining))
        for bucket, remaining in zip(buckets, left, strict=True)
    ]


def _refuse(buckets: list[Bucket], left: list[float], cost: int) -> None:
    for bucket, remaining in zip(buckets, left, strict=True):
        if remaining < cost:
            wait = math.ceil((cost - remaining) * WINDOW_SECONDS / bucket.size)
            detail = f"At most {bucket.size} requests a minute for one {bucket.kind}."
            raise TooMany(detail, retry_after_seconds=max(1, wait), limit=bucket.size)


def _tightest(standings_now: list[Standing]) -> Standing:
    return min(standings_now, key=lambda standing: standing.remaining / standing.limit)
