"""Rank by shared words, fail, or take long, as a test wants."""

import time
from collections.abc import Sequence
from uuid import UUID

from documents.types import DocumentRef, Passage, Scores


def passage(text: str, number: int = 1, *, title: str = "", fused: float = 0.5, start: int = 0) -> Passage:
    """Return a passage that a search found."""
    document = DocumentRef(
        id=UUID(int=number), external_id=f"d{number}", title=title, url="", collection="hr", version=1
    )
    return Passage(
        chunk_id=UUID(int=number),
        document=document,
        text=text,
        page=None,
        section=(),
        start=start,
        end=start + len(text),
        score=fused,
        scores=Scores(dense=fused, lexical=fused, fused=fused),
        tokens=len(text.split()),
        parent=(0, start + len(text)),
    )


class FakeRanker:
    """Score a passage by the words that it shares with the question."""

    name = "fake-1"

    def __init__(self, *, seconds: float = 0.0, fault: Exception | None = None) -> None:
        """Be slow, or fail."""
        self.seconds, self.fault = seconds, fault
        self.asked = 0

    def scores(self, question: str, passages: Sequence[Passage]) -> Sequence[float]:
        """Return the scores, late or never."""
        self.asked += 1
        time.sleep(self.seconds)
        if self.fault is not None:
            raise self.fault
        words = set(question.lower().split())
        return [float(len(words & set(one.text.lower().split()))) for one in passages]
