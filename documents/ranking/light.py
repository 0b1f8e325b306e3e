"""Rank by a weighted sum of what is known of passages: learned, and evaluated in a fraction of a millisecond each."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Self

import numpy as np

from documents.ranking.features import FEATURES, describe
from documents.ranking.ranker import RankerDown
from documents.ranking.tokens import TokenVectors
from documents.types import Passage

SHIPPED = Path(__file__).parent / "shipped" / "light.json"


@dataclass(frozen=True, kw_only=True)
class Learned:
    """Hold what training found: a weight for each feature, none below 0, and for which languages it was measured."""

    name: str
    weights: tuple[float, ...]
    tokens: str
    languages: tuple[str, ...] = ("en",)
    # Whether its gate let it through: one that did not surely help on sets it had not seen orders only where asked to.
    is_on: bool = True

    @classmethod
    def stored(cls, record: Mapping[str, Any]) -> Self:
        """Return what a training record holds; raise RankerDown for one of other features than these."""
        try:
            weights = {str(name): float(value) for name, value in record["weights"].items()}
            learned = cls(
                name=str(record["name"]),
                weights=tuple(weights.pop(name) for name in FEATURES),
                tokens=str(record["tokens"]),
                languages=tuple(record["languages"]),
                is_on=bool(record["is_on"]),
            )
        except (AttributeError, KeyError, TypeError, ValueError) as wrong:
            raise RankerDown(f"The ranker's record cannot be read: {wrong!r}") from wrong
        if weights or not np.isfinite(learned.weights).all():
            raise RankerDown("The ranker's record has other features than this version.")
        return learned


class LightRanker:
    """Weigh the features of each passage."""

    def __init__(self, learned: Learned, tokens: TokenVectors) -> None:
        """Keep both; raise RankerDown where it was trained with the vectors of another model."""
        if learned.tokens != tokens.name:
            raise RankerDown(f"{learned.name} was trained with {learned.tokens}, here are {tokens.name}.")
        self._weights = np.array(learned.weights)
        self._tokens = tokens
        self.name = learned.name

    def scores(self, question: str, passages: Sequence[Passage]) -> Sequence[float]:
        """Return the weighted sum of each passage's features."""
        if not passages:
            return []
        scores: list[float] = (describe(question, passages, self._tokens) @ self._weights).tolist()
        return scores


@cache
def shipped() -> Learned:
    """Return the ranker that comes with the project, trained on open sets; raise RankerDown."""
    try:
        return Learned.stored(json.loads(SHIPPED.read_text()))
    except (OSError, ValueError) as missing:
        raise RankerDown(f"The ranker's record cannot be read: {missing}") from missing
