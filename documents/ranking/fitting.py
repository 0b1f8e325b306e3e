"""Fit the weights of the light ranker to judged questions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Weights = NDArray[np.float64]
L2 = 0.01
STEPS = 400
LEAST_STEP = 1e-9


@dataclass(frozen=True, kw_only=True)
class Case:
    """Hold a judged question: (n, features) of its candidates in the order before, whose they are, and the grades.

    `behind` are the owners of what comes after the candidates, which no ranker moves. Cases of one `kind` come from
    one place, and count together as much as those of any other.
    """

    kind: str
    features: NDArray[np.float32]
    owners: tuple[str, ...]
    grades: Mapping[str, int]
    behind: tuple[str, ...] = ()

    @property
    def relevant(self) -> NDArray[np.bool_]:
        """Return which of the candidates answer."""
        return np.array([self.grades.get(owner, 0) > 0 for owner in self.owners], dtype=bool)

    @property
    def teaches(self) -> bool:
        """Say whether there is something to tell apart."""
        return bool(self.relevant.any() and not self.relevant.all())


def fit(cases: Sequence[Case], l2: float = L2, start: Weights | None = None) -> Weights:
    """Return the weights, none below 0, under which what answers is likeliest to come first; `start` for no cases.

    The likelihood is the softmax over the candidates of a question (ListNet: Cao and others, ICML 2007, of its first
    place), summed over all that answer, so that one chunk of a long document is enough; it is a conditional logistic
    regression. The further from `start` (0 where there is none), the more must speak for it. Found by accelerated
    projected gradient (Beck and Teboulle, 2009): the same cases give the same weights.
    """
    taught = [case for case in cases if case.teaches]
    if start is None:
        start = np.zeros(cases[0].features.shape[1] if cases else 0)
    if not taught:
        return start
    loss = _Loss(taught, l2, start)
    weights = ahead = start
    step, momentum = 1.0, 1.0
    for _ in range(STEPS):
        value, slope = loss(ahead)
        while step > LEAST_STEP:
            tried = np.maximum(ahead - step * slope, 0.0)
            moved = tried - ahead
            if loss(tried)[0] <= value + slope @ moved + moved @ moved / (2 * step):
                break
            step /= 2
        following = (1 + np.sqrt(1 + 4 * momentum**2)) / 2
        ahead = tried + (momentum - 1) / following * (tried - weights)
        weights, momentum = tried, following
    return weights


class _Loss:
    """Hold the cases behind each other, for their loss and its slope at once."""

    def __init__(self, cases: Sequence[Case], l2: float, start: Weights) -> None:
        sizes = np.array([len(case.owners) for case in cases])
        self._features = np.concatenate([case.features for case in cases]).astype(np.float64)
        self._relevant = np.concatenate([case.relevant for case in cases])
        self._starts = np.cumsum(sizes) - sizes
        self._of = np.repeat(np.arange(len(cases)), sizes)
        self._l2, self._start = l2, start
        counted: dict[str, int] = {}
        for case in cases:
            counted[case.kind] = counted.get(case.kind, 0) + 1
        shares = np.array([1 / counted[case.kind] for case in cases])
        self._shares = shares / shares.sum()

    def __call__(self, weights: Weights) -> tuple[float, Weights]:
        scores = self._features @ weights
        scores -= np.maximum.reduceat(scores, self._starts)[self._of]
        likely = np.exp(scores)
        right = likely * self._relevant
        all_likely = np.add.reduceat(likely, self._starts)
        all_right = np.maximum(np.add.reduceat(right, self._starts), 1e-300)
        moved = weights - self._start
        value = self._shares @ (np.log(all_likely) - np.log(all_right)) + self._l2 * moved @ moved
        pull = (likely / all_likely[self._of] - right / all_right[self._of]) * self._shares[self._of]
        return float(value), self._features.T @ pull + 2 * self._l2 * moved
