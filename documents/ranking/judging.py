"""Judge by held-out questions whether a ranker helps, and how sure that is."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from math import log2
from typing import Any

import numpy as np
from numpy.typing import NDArray

from documents.ranking.fitting import Case, Weights, fit

DEPTH = 10
RESAMPLES = 4_000
FOLDS = 5
SEED = 20_260


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """Hold the mean nDCG@10 of two orders over the same questions, and 95 % bounds of the difference."""

    questions: int
    before: float
    after: float
    low: float
    high: float

    @property
    def harms(self) -> bool:
        """Say whether the second is worse beyond what chance does."""
        return self.high < 0

    def shown(self) -> dict[str, Any]:
        """Return it for a training record."""
        return {name: round(value, 4) for name, value in asdict(self).items()}


def ndcg(owners: Iterable[str], grades: Mapping[str, int]) -> float:
    """Return nDCG@10 of an order in which each owner counts where it comes first."""
    order = list(dict.fromkeys(owners))[:DEPTH]
    found = sum(grades.get(owner, 0) / log2(rank + 1) for rank, owner in enumerate(order, start=1))
    ideal = sorted((grade for grade in grades.values() if grade > 0), reverse=True)[:DEPTH]
    return found / sum(grade / log2(rank + 1) for rank, grade in enumerate(ideal, start=1))


def gains(cases: Sequence[Case], weights: Weights) -> NDArray[np.float64]:
    """Return nDCG@10 of each question by some weights."""
    return np.array(
        [ndcg((*ordered(case, case.features @ weights), *case.behind), case.grades) for case in cases]
    )


def standing(cases: Sequence[Case]) -> NDArray[np.float64]:
    """Return nDCG@10 of each question in the order before."""
    return np.array([ndcg((*case.owners, *case.behind), case.grades) for case in cases])


def ordered(case: Case, scores: NDArray[np.float64]) -> list[str]:
    """Return the owners of the candidates, best score first; what scores alike stays as it was."""
    return [case.owners[position] for position in np.argsort(-scores, kind="stable")]


def compare(before: NDArray[np.float64], after: NDArray[np.float64]) -> Verdict:
    """Return what the paired bootstrap over questions says (Sakai, SIGIR 2006)."""
    return compare_kinds([(before, after)])


def compare_kinds(kinds: Sequence[tuple[NDArray[np.float64], NDArray[np.float64]]]) -> Verdict:
    """Return the same of the means over kinds of sets, (before, after) each; questions are drawn within each kind."""
    draw = np.random.default_rng(SEED)
    differences = [after - before for before, after in kinds]
    drawn = [one[draw.integers(0, len(one), (RESAMPLES, len(one)))].mean(axis=1) for one in differences]
    low, high = np.quantile(np.mean(drawn, axis=0), (0.025, 0.975))
    return Verdict(
        questions=sum(map(len, differences)),
        before=float(np.mean([before.mean() for before, _ in kinds])),
        after=float(np.mean([after.mean() for _, after in kinds])),
        low=float(low),
        high=float(high),
    )


def across_folds(cases: Sequence[Case], *, l2: float, start: Weights) -> NDArray[np.float64]:
    """Return nDCG@10 of each question by weights that were fitted to the other folds."""
    folds = np.random.default_rng(SEED).permutation(len(cases)) % FOLDS
    after = np.zeros(len(cases))
    for fold in range(FOLDS):
        rest = [case for case, own in zip(cases, folds, strict=True) if own != fold]
        held_out = np.flatnonzero(folds == fold).tolist()
        after[held_out] = gains([cases[place] for place in held_out], fit(rest, l2, start))
    return after
