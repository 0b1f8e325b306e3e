"""Learn from judged questions how the two legs of a search are weighed."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

import numpy as np
from numpy.typing import NDArray

from documents.ranking.fusion import Key, fuse
from documents.ranking.weighing import DEFAULT_WEIGHTS, Evidence, Weights

# How sharp the softmax over fused scores is, as fitted on the open sets.
_SHARPNESS = 19.0
# So many questions weigh as much as the weights that were there before.
PRIOR_QUESTIONS = 40.0
# What a question tells of a weight on the open sets, as Fisher's information.
_TOLD_BY_ONE = 0.5
# How far each weight may reasonably move: a prior's standard deviation.
_SPREAD = np.array([1.0, 1.0, 2.0, 2.0, 1.0, 2.0])
_ENDS = 8.0
_STEPS, _STILL = 50, 1e-6
Numbers = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Judged:
    """Hold a judged question: its evidence, and for each candidate both parts of its score and its grade."""

    evidence: Evidence
    # (n,) each, from 0 to 1 as `fuse` adds them.
    by_meaning: Numbers
    by_words: Numbers
    grades: Numbers


def judged(
    *,
    evidence: Evidence,
    dense: Mapping[Key, float],
    lexical: Mapping[Key, float],
    grades: Mapping[Key, int],
    lexical_ceiling: float,
    unrelated_cosine: float,
    depth: int,
) -> Judged:
    """Return a question as it is learned from: the parts are what `fuse` gives to either leg alone."""
    parts = [
        {
            one.key: one.score
            for one in fuse(
                dense,
                lexical,
                lexical_ceiling=lexical_ceiling,
                unrelated_cosine=unrelated_cosine,
                dense_share=share,
                depth=depth,
            )
        }
        for share in (1.0, 0.0)
    ]
    keys = list(parts[0])
    by_meaning, by_words = (np.array([part[key] for key in keys], dtype=float) for part in parts)
    found = np.array([grades.get(key, 0) for key in keys], dtype=float)
    return Judged(evidence=evidence, by_meaning=by_meaning, by_words=by_words, grades=found)


def learn_weights(cases: Sequence[Judged], *, prior: Weights = DEFAULT_WEIGHTS) -> Weights:
    """Return the weights that put what is relevant first, no further from `prior` than the cases can bear.

    The loss is ListNet's (Cao and others, Learning to Rank: From Pairwise to Listwise Approach, 2007): the
    cross-entropy of grades and a softmax over the fused scores. A normal prior, worth PRIOR_QUESTIONS questions,
    shrinks to the weights that were there before: ten cases move little, a hundred much. Questions of which nothing
    relevant is among the candidates teach nothing.
    """
    told = [case for case in cases if case.grades.any()]
    start = np.array(list(asdict(prior).values()))
    stiffness = PRIOR_QUESTIONS * _TOLD_BY_ONE / _SPREAD**2
    weights, loss = start, _loss(told, start, start, stiffness)
    for _ in range(_STEPS):
        step = _step(told, weights, start, stiffness)
        tried = _loss(told, weights + step, start, stiffness)
        # Where the whole step leads too far, a part of it does not.
        while tried > loss and np.abs(step).max() > _STILL:
            step = step / 2
            tried = _loss(told, weights + step, start, stiffness)
        if tried >= loss - _STILL:
            break
        weights, loss = weights + step, tried
    names = asdict(prior)
    return Weights.stored({name: round(float(value), 4) for name, value in zip(names, weights, strict=True)})


def mean_reciprocal_rank(cases: Sequence[Judged], weights: Weights) -> float:
    """Return the mean of 1 / rank of the first relevant candidate; 0 where none is among them."""
    return sum(_reciprocal_rank(case, weights) for case in cases) / len(cases) if cases else 0.0


def held_out(cases: Sequence[Judged], *, prior: Weights = DEFAULT_WEIGHTS, folds: int = 5) -> float:
    """Return the same of weights learned without the questions that they are measured on."""
    ranks = [
        _reciprocal_rank(case, weights)
        for fold in range(folds)
        for weights in [learn_weights([one for n, one in enumerate(cases) if n % folds != fold], prior=prior)]
        for case in cases[fold::folds]
    ]
    return sum(ranks) / len(ranks) if ranks else 0.0


def _reciprocal_rank(case: Judged, weights: Weights) -> float:
    if not case.grades.any():
        return 0.0
    scores, _ = _scores(case, np.array(list(asdict(weights).values())))
    best = scores[case.grades > 0].max()
    return 1 / (1 + int((scores > best).sum()))


def _loss(cases: Sequence[Judged], weights: Numbers, start: Numbers, stiffness: Numbers) -> float:
    away = weights - start
    return sum(_surprise(case, weights) for case in cases) + float(0.5 * stiffness @ away**2)


def _surprise(case: Judged, weights: Numbers) -> float:
    scores, _ = _scores(case, weights)
    return float(np.log(np.exp(scores - scores.max()).sum()) + scores.max() - _expected(case) @ scores)


def _step(cases: Sequence[Judged], weights: Numbers, start: Numbers, stiffness: Numbers) -> Numbers:
    """Return Newton's step, with Fisher's information for the curvature: it is never negative."""
    slope, curvature = stiffness * (weights - start), np.diag(stiffness)
    for case in cases:
        scores, share = _scores(case, weights)
        likely = np.exp(scores - scores.max())
        likely /= likely.sum()
        apart = _SHARPNESS * (case.by_meaning - case.by_words)
        moved = share * (1 - share) * _inputs(case)
        slope = slope + ((likely - _expected(case)) @ apart) * moved
        curvature = curvature + (likely @ apart**2 - (likely @ apart) ** 2) * np.outer(moved, moved)
    step: Numbers = np.linalg.solve(curvature, -slope).astype(np.float64)
    return step


def _scores(case: Judged, weights: Numbers) -> tuple[Numbers, float]:
    share = float(1 / (1 + np.exp(-np.clip(weights @ _inputs(case), -_ENDS, _ENDS))))
    return _SHARPNESS * (share * case.by_meaning + (1 - share) * case.by_words), share


def _inputs(case: Judged) -> Numbers:
    return np.array([1.0, *asdict(case.evidence).values()])


def _expected(case: Judged) -> Numbers:
    expected: Numbers = case.grades / case.grades.sum()
    return expected
