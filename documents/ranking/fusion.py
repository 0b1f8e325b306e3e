"""Fuse what the dense and the lexical leg of a search found."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from math import sqrt
from types import MappingProxyType
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
DENSE_SHARE = 0.4
# What a full lexical leg did not bring scores less than its last: so much of that, on average.
BELOW_LAST = 0.6


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
    dense_share: float = DENSE_SHARE,
    own_shares: Mapping[Key, float] = MappingProxyType({}),
    depth: int | None = None,
) -> list[Fused[Key]]:
    """Return all that either leg found, best first, by a convex combination of two scores.

    Dense is the cosine, from `unrelated_cosine` (the model's for unrelated texts) to 1. Lexical is the root of
    the share that was reached of `lexical_ceiling`, the most that BM25 can give to the question
    (`bm25.ceiling`). Both mean the same whatever else was found, so a leg in which nothing fits weighs little;
    ranks (RRF) and min-max make its best look as good as any. For convex combinations argue Bruch, Gai and
    Ingber (An Analysis of Fusion Functions for Hybrid Retrieval, 2023). `dense_share` is what weighing.Weights
    makes of the question's evidence, `own_shares` those of chunks whose collection has weights of its own.
    A chunk without a dense score is taken for as bad as the worst that has one (pass the cosine of what only
    the lexical leg found where it is cheap); one without a lexical score for BELOW_LAST of the worst where
    that leg brought `depth` and so has more to bring, else for 0.
    """
    least_dense = min(dense.values(), default=unrelated_cosine)
    is_full = depth is not None and len(lexical) >= depth
    least_lexical = BELOW_LAST * min(lexical.values()) if is_full else 0.0
    found = []
    for key in {**dense, **lexical}:
        share = own_shares.get(key, dense_share)
        by_meaning = _above(dense.get(key, least_dense), unrelated_cosine)
        by_words = _share(lexical.get(key, least_lexical), lexical_ceiling)
        score = share * by_meaning + (1 - share) * by_words
        found.append(Fused(key=key, score=score, dense=dense.get(key), lexical=lexical.get(key)))
    return sorted(found, key=lambda one: -one.score)


def _above(cosine: float, unrelated: float) -> float:
    return (cosine - unrelated) / (1 - unrelated)


def _share(score: float, ceiling: float) -> float:
    # A good match reaches a fifth of the ceiling: the root brings it to where a good cosine is.
    return sqrt(min(score / ceiling, 1.0)) if ceiling > 0 else 0.0
