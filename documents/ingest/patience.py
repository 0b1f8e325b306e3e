"""Bound the time of parsers whose work may grow with the square of a file; what they cannot do is then done plainly."""

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from documents.ingest.types import Source

# How much of the time for a file, and of the files within it together, may pass in such parsers.
SHARE = 0.3
TOO_SLOW = "The structure of the text takes too long to follow, and so it was read as plain text without it."


class TookTooLong(BaseException):
    """Leave a parser in its middle; no Exception, because parsers catch those of their own work."""


@contextmanager
def patience(source: Source) -> Iterator[None]:
    """Raise TookTooLong in the block once the share is spent; in a main thread alone, as the sandbox's is."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    left = max(0.1, SHARE * source.limits.wall_seconds - source.spent.patience_seconds)
    start, before = time.monotonic(), signal.signal(signal.SIGVTALRM, _leave)
    signal.setitimer(signal.ITIMER_VIRTUAL, left)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
        source.spent.patience_seconds += time.monotonic() - start


def _leave(_number: int, _frame: FrameType | None) -> None:
    raise TookTooLong
