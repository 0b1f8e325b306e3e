"""Fit gradient boosting to judged questions, to know what the simpler form loses; it is never served."""

from collections import Counter
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier

from documents.ranking.fitting import Case
from documents.ranking.judging import ndcg, ordered

Values = NDArray[np.float64]


def boosted_gains(trained: Sequence[Case], measured: Sequence[Case]) -> Values:
    """Return nDCG@10 of questions by trees that were fitted to others, in which more of a feature is never worse."""
    score = _fitted([case for case in trained if case.teaches])
    return np.array([ndcg((*ordered(case, score(case)), *case.behind), case.grades) for case in measured])


def _fitted(cases: Sequence[Case]) -> Callable[[Case], Values]:
    features = np.concatenate([case.features for case in cases])
    relevant = np.concatenate([case.relevant for case in cases])
    counted = Counter(case.kind for case in cases)
    # Each place counts as much as any other, and in it each question.
    weights = np.concatenate(
        [np.full(len(case.owners), 1 / counted[case.kind] / case.relevant.sum()) for case in cases]
    )
    model = HistGradientBoostingClassifier(
        max_iter=60,
        max_leaf_nodes=6,
        learning_rate=0.08,
        min_samples_leaf=40,
        monotonic_cst=[1] * features.shape[1],
        early_stopping=False,
        random_state=0,
    ).fit(features, relevant, sample_weight=weights / weights.mean())

    def score(case: Case) -> Values:
        # What the trees find alike stays in the order before.
        scores: Values = model.decision_function(case.features) + 1e-3 * case.features[:, 0]
        return scores

    return score
