"""Declare the work behind chat, by ids only."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils import timezone

from project.kernel.jobs import Job, enqueue

# Counted from the question, and beyond all that may come one after another: 2 s to look among the known answers, 30 s
# to wait for another's, 25 s of searches, and the gateway's 120 s for all servers and tries together, make 177.
STALE_SECONDS = 240
WINDOW_SECONDS = 60
KNOWN_SECONDS = 3_600


@dataclass(frozen=True, kw_only=True)
class MarkInterrupted(Job):
    """End the messages of the tenant whose process died while it wrote them."""

    queue: ClassVar[str] = "evaluate"


@dataclass(frozen=True, kw_only=True)
class LookAfterKnownQuestions(Job):
    """Let go of cached answers whose time is over, and embed the wordings of curated ones by today's embedder."""

    queue: ClassVar[str] = "evaluate"


def look_after_answers() -> None:
    """Have the tenant's messages looked at, once all that begin in this minute should have ended."""
    window = int(timezone.now().timestamp()) // WINDOW_SECONDS
    delay_seconds = STALE_SECONDS + WINDOW_SECONDS
    enqueue(MarkInterrupted(), dedupe=f"mark-interrupted:{window}", delay_seconds=delay_seconds)


def look_after_known_questions(*, delay_seconds: float = 0) -> None:
    """Have the tenant's known questions looked after within the hour that follows so much time."""
    window = int(timezone.now().timestamp() + delay_seconds) // KNOWN_SECONDS
    delay_seconds += KNOWN_SECONDS if delay_seconds else 0
    enqueue(LookAfterKnownQuestions(), dedupe=f"known-questions:{window}", delay_seconds=delay_seconds)
