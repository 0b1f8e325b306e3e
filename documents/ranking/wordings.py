"""Rank what was found in other words by those words, too."""

from collections.abc import Sequence

from documents.ranking.ranker import Ranker
from documents.types import Passage


class InAnyWords:
    """Give each passage the best of the scores that it has for one of several wordings of a question."""

    def __init__(self, ranker: Ranker, others: Sequence[str]) -> None:
        """Keep the ranker, and the wordings beside the question."""
        self._ranker, self._others = ranker, tuple(others)

    @property
    def name(self) -> str:
        """Return the ranker's name."""
        return self._ranker.name

    def scores(self, question: str, passages: Sequence[Passage]) -> Sequence[float]:
        """Return the best score of each passage; raise RankerDown."""
        asked = (question, *self._others)
        return [
            max(scores) for scores in zip(*(self._ranker.scores(one, passages) for one in asked), strict=True)
        ]
