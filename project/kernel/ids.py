"""Make ids that sort by the time they were made (UUID version 7, RFC 9562 section 5.7), and those of requests."""

import os
import re
import time
from uuid import UUID

_REQUEST_ID = re.compile(r"[A-Za-z0-9-]{8,64}")


def uuid7() -> UUID:
    """Make a UUID whose first 48 bits are the Unix time in milliseconds."""
    milliseconds = time.time_ns() // 1_000_000
    random = int.from_bytes(os.urandom(10), "big")
    high, low = random >> 68, random & ((1 << 62) - 1)
    return UUID(int=milliseconds << 80 | 0x7 << 76 | high << 64 | 0b10 << 62 | low)


def request_id(given: str) -> str:
    """Return the caller's `X-Request-ID` where it is one, or make an id."""
    return given if _REQUEST_ID.fullmatch(given) else str(uuid7())
