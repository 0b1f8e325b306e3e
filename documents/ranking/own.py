"""Learn a tenant's own weights from its judged questions, and keep them only where they help."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from documents.ranking.features import FEATURES
from documents.ranking.fitting import Case, fit
from documents.ranking.judging import FOLDS, RESAMPLES, SEED, Verdict, across_folds, compare, gains, standing
from documents.ranking.light import Learned

# Below, a fold has so few questions that one of them decides.
LEAST_CASES = 30
# A tenant has few judgements, and of what its people were shown: they move the shipped weights slowly.
L2 = 0.05


@dataclass(frozen=True, kw_only=True)
class Trial:
    """Hold what training came to: a record to be used, or why there is none."""

    cases: int
    verdict: Verdict | None
    reason: str
    record: dict[str, Any] | None = None

    def shown(self) -> dict[str, Any]:
        """Return it as JSON, without the record."""
        verdict = self.verdict.shown() if self.verdict else None
        return {
            "cases": self.cases,
            "verdict": verdict,
            "kept": self.record is not None,
            "reason": self.reason,
        }


def train(cases: Sequence[Case], shipped: Learned) -> Trial:
    """Return weights that beat the order before on questions they were not fitted to, beyond noise, or none.

    That is the shipped ranker's, or the fusion's where the shipped one is off. Weights begin at the shipped ones.
    """
    taught = [replace(case, kind="") for case in cases if case.teaches]
    if len(taught) < LEAST_CASES:
        reason = (
            f"At least {LEAST_CASES} judged questions are needed to learn from, "
            f"and there {'is' if len(taught) == 1 else 'are'} {len(taught)}."
        )
        return Trial(cases=len(taught), verdict=None, reason=reason)
    start = np.array(shipped.weights)
    before, other = (
        (gains(taught, start), "the shipped ranker")
        if shipped.is_on
        else (standing(taught), "the fusion's order")
    )
    verdict = compare(before, across_folds(taught, l2=L2, start=start))
    if verdict.low <= 0:
        reason = f"On questions that it was not trained on, it is not surely better than {other}."
        return Trial(cases=len(taught), verdict=verdict, reason=reason)
    record = _record(fit(taught, L2, start).tolist(), shipped, verdict)
    return Trial(cases=len(taught), verdict=verdict, reason=f"It is better than {other}.", record=record)


def _record(weights: Sequence[float], shipped: Learned, verdict: Verdict) -> dict[str, Any]:
    by_feature = {name: round(weight, 4) for name, weight in zip(FEATURES, weights, strict=True)}
    digest = hashlib.sha256(json.dumps(by_feature).encode()).hexdigest()
    return {
        "name": f"own-{digest[:8]}",
        "is_on": True,
        "weights": by_feature,
        "tokens": shipped.tokens,
        "languages": list(shipped.languages),
        "training": {
            "from": shipped.name,
            "l2": L2,
            "folds": FOLDS,
            "seed": SEED,
            "resamples": RESAMPLES,
            "verdict": verdict.shown(),
        },
    }
