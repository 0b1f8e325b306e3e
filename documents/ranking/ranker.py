"""Rank passages again, by what costs too much to ask of every chunk."""

from collections.abc import Sequence
from dataclasses import replace
from math import exp
from typing import Protocol

from documents.types import Passage

# What orders passages where no ranker does.
FUSION = "fusion"


class RankerDown(Exception):
    """Say that a ranker gives no scores, and why: the order before it stands."""


class Ranker(Protocol):
    """Say of passages how well they answer a question."""

    @property
    def name(self) -> str:
        """Return what answers and traces call it, with its version."""
        ...

    def scores(self, question: str, passages: Sequence[Passage]) -> Sequence[float]:
        """Return a finite score for each passage, more for a better one; raise RankerDown. Safe in a thread."""
        ...


def reordered(passages: Sequence[Passage], scores: Sequence[float]) -> tuple[Passage, ...]:
    """Return passages by the scores that the first of them have, best first; those behind keep their order.

    `scores.rerank` holds a ranker's own score, and `score` the same between 0 and 1, falling from first to last.
    """
    ranked, behind = passages[: len(scores)], passages[len(scores) :]
    order = sorted(range(len(ranked)), key=lambda position: -scores[position])
    first = [_scored(ranked[position], scores[position]) for position in order]
    least = min((passage.score for passage in first), default=1.0)
    return (*first, *(replace(passage, score=min(passage.score, least)) for passage in behind))


def _scored(passage: Passage, score: float) -> Passage:
    bounded = max(-30.0, min(30.0, score))
    shown = round(1 / (1 + exp(-bounded)), 6)
    return replace(passage, score=shown, scores=replace(passage.scores, rerank=round(score, 6)))
