"""Measure rankings as trec_eval does."""

from collections.abc import Mapping, Sequence
from math import log2


def ndcg(ranking: Sequence[str], grades: Mapping[str, int], k: int = 10) -> float:
    """Return nDCG@k with linear gains."""
    found = sum(grades.get(name, 0) / log2(rank + 1) for rank, name in enumerate(ranking[:k], start=1))
    best = sum(
        grade / log2(rank + 1)
        for rank, grade in enumerate(sorted(grades.values(), reverse=True)[:k], start=1)
    )
    return found / best


def recall(ranking: Sequence[str], grades: Mapping[str, int], k: int) -> float:
    """Return the share of relevant texts among the first k."""
    return sum(name in grades for name in ranking[:k]) / len(grades)


def reciprocal_rank(ranking: Sequence[str], grades: Mapping[str, int], k: int = 10) -> float:
    """Return 1 / rank of the first relevant text, 0 beyond k."""
    return next((1 / rank for rank, name in enumerate(ranking[:k], start=1) if name in grades), 0.0)


def summary(rankings: Sequence[Sequence[str]], grades: Sequence[Mapping[str, int]]) -> dict[str, float]:
    """Return the means over all questions."""
    pairs = list(zip(rankings, grades, strict=True))
    columns = {
        "ndcg@10": [ndcg(ranking, relevant) for ranking, relevant in pairs],
        "recall@10": [recall(ranking, relevant, 10) for ranking, relevant in pairs],
        "recall@100": [recall(ranking, relevant, 100) for ranking, relevant in pairs],
        "mrr@10": [reciprocal_rank(ranking, relevant) for ranking, relevant in pairs],
    }
    return {name: round(sum(values) / len(values), 4) for name, values in columns.items()}
