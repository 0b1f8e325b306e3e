"""Fuse what the dense and the lexical leg of a search found."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from math import sqrt
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
DENSE_WEIGHT = 0.4


@dataclass(frozen=True, kw_only=True)
class Fused(Generic[Key]):
    """Carry a chunk's fused score, with what each leg made of it; None where a leg did not find it."""

    key: Key
    score: float
    dense: float | None
    lexical: float | None


def fuse(
    dense: Mapping[Key, float],
    lexical: Mapping[Key, float],
    *,
    lexical_ceiling: float,
    unrelated_cosine: float = 0.0,
    dense_weight: float = DENSE_WEIGHT,
) -> list[Fused[Key]]:
    """Return all that either leg found, best first, by a convex combination of two scores.

    Dense is the cosine, from `unrelated_cosine` (the model's for unrelated texts) to 1. Lexical is the root of
    the share that was reached of `lexical_ceiling`, the most that BM25 can give to the question
    (`bm25.ceiling`). Both mean the same whatever else was found, so a leg in which nothing fits weighs little;
    ranks (RRF) and min-max make its best look as good as any. For convex combinations argue Bruch, Gai and
    Ingber (An Analysis of Fusion Functions for Hybrid Retrieval, 2023); root and weight were the best mean over
    five sets, which lies flat from 0.3 to 0.6. A chunk without a dense score is taken for as bad as the worst
    that has one; pass the cosine of what only the lexical leg found where it is cheap.
    """
    floor = min(dense.values(), default=unrelated_cosine)
    found = [
        Fused(
            key=key,
            score=dense_weight * _above(dense.get(key, floor), unrelated_cosine)
            + (1 - dense_weight) * _share(lexical.get(key, 0.0), lexical_ceiling),
            dense=dense.get(key),
            lexical=lexical.get(key),
        )
        for key in {**dense, **lexical}
    ]
    return sorted(found, key=lambda one: -one.score)


def _above(cosine: float, unrelated: float) -> float:
    return (cosine - unrelated) / (1 - unrelated)


def _share(score: float, ceiling: float) -> float:
    # A good match reaches a fifth of the ceiling: the root brings it to where a good cosine is.
    return sqrt(min(score / ceiling, 1.0)) if ceiling > 0 else 0.0
