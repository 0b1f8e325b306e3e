"""Measure rankings by ir-measures, as trec_eval does."""

from collections.abc import Mapping, Sequence

import ir_measures
import numpy as np
from ir_measures import RR, R, nDCG

MEASURES = {"ndcg@10": nDCG @ 10, "recall@10": R @ 10, "recall@100": R @ 100, "mrr@10": RR @ 10}


def summary(
    rankings: Mapping[str, Sequence[str]], judgements: Mapping[str, Mapping[str, int]]
) -> dict[str, float]:
    """Return the means over all judged questions; one that was not answered counts as 0."""
    run = {
        question: {name: float(-rank) for rank, name in enumerate(ranking)}
        for question, ranking in rankings.items()
        if ranking
    }
    found = ir_measures.calc_aggregate(MEASURES.values(), judgements, run)
    return {name: round(found[measure], 4) for name, measure in MEASURES.items()}


def figures(
    judgements: Mapping[str, Mapping[str, int]],
    rankings: Mapping[str, Sequence[str]],
    milliseconds: Sequence[float],
) -> dict[str, float]:
    """Return the measures, and percentiles of what a question took."""
    p50, p95 = np.percentile(milliseconds, [50, 95])
    return {
        **summary(rankings, judgements),
        "p50_ms": round(float(p50), 2),
        "p95_ms": round(float(p95), 2),
    }
