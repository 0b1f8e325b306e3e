"""Rank passages again, by what costs too much to ask of every chunk."""

from collections.abc import Sequence
from typing import Protocol

from documents.types import Passage


class Ranker(Protocol):
    """Order passages by how well they answer a question."""

    @property
    def name(self) -> str:
        """Return what the trace calls it."""
        ...

    def rank(self, question: str, passages: Sequence[Passage]) -> tuple[Passage, ...]:
        """Return the same passages, best first, with `scores.rerank` and `score` where it gave them."""
        ...


class NoRanker:
    """Keep the order of the fusion."""

    name = "none"

    def rank(self, question: str, passages: Sequence[Passage]) -> tuple[Passage, ...]:
        """Return the passages as they came."""
        return tuple(passages)
