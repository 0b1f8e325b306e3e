"""Make ids that sort by the time they were made (UUID version 7, RFC 9562 section 5.7)."""

import os
import time
from uuid import UUID


def uuid7() -> UUID:
    """Make a UUID whose first 48 bits are the Unix time in milliseconds."""
    milliseconds = time.time_ns() // 1_000_000
    random = int.from_bytes(os.urandom(10), "big")
    high, low = random >> 68, random & ((1 << 62) - 1)
    return UUID(int=milliseconds << 80 | 0x7 << 76 | high << 64 | 0b10 << 62 | low)
