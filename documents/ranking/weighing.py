"""Weigh the two legs of a search against each other, by what the question and its finds tell of each."""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, fields
from math import exp
from typing import Any, Self

# How far down the best score of a leg is compared with.
_LED = 10
_FURTHEST = 8.0


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """Hold what tells how far either leg can be trusted for one question; each from 0 to 1."""

    # 1: in a language that the embedder was not trained to read.
    unread: float = 0.0
    # The square of the share of the question's terms that no visible text holds: one of five is usual, half is not.
    unknown: float = 0.0
    # By how much of what is possible the best lexical score is above the tenth.
    lead: float = 0.0
    # 1: nothing but codes and numbers, which have no meaning that an embedder could know.
    codes: float = 0.0
    # By how much the best cosine is above the tenth.
    nearer: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Weights:
    """Hold by how much each piece of evidence moves the balance: above 0 towards the dense leg.

    The dense leg's share is the logistic function of `dense + Σ coefficient · evidence`. Coverage of the terms and the
    score gap are predictors of query performance (Carmel and Yom-Tov, Estimating the Query Difficulty for Information
    Retrieval, 2010; the gap is akin to NQC of Shtok and others, 2012, which has a standard deviation in its place).
    """

    dense: float = -0.2
    unread: float = -1.6
    unknown: float = 5.5
    lead: float = -3.0
    codes: float = -2.0
    nearer: float = 2.0

    def dense_share(self, evidence: Evidence) -> float:
        """Return which share of a passage's score its cosine makes up, from 0 to 1."""
        moved = sum(getattr(self, name) * value for name, value in asdict(evidence).items())
        return 1 / (1 + exp(-max(-_FURTHEST, min(self.dense + moved, _FURTHEST))))

    @classmethod
    def stored(cls, value: Mapping[str, Any]) -> Self:
        """Return what was stored; names that are not known any more are passed over."""
        known = {each.name for each in fields(cls)}
        return cls(**{name: float(held) for name, held in value.items() if name in known})


DEFAULT_WEIGHTS = Weights()


def gather(
    *,
    asked: Collection[str],
    found_weights: Collection[float],
    lexical: Collection[float],
    ceiling: float,
    is_read: bool,
    dense: Collection[float] = (),
    unrelated_cosine: float = 0.0,
) -> Evidence:
    """Return the evidence of one question: its terms, the weights of those that texts hold, and what the legs found."""
    return Evidence(
        unread=float(not is_read),
        unknown=max(0.0, 1 - len(found_weights) / len(asked)) ** 2 if asked else 0.0,
        lead=_lead(lexical) / ceiling if ceiling > 0 else 0.0,
        codes=float(bool(asked) and not any(term.isalpha() for term in asked)),
        # Cosines below that of unrelated texts are no further away than those.
        nearer=min(_lead(dense) / (1 - unrelated_cosine), 1.0),
    )


def _lead(scores: Collection[float]) -> float:
    best = sorted(scores, reverse=True)[:_LED]
    return best[0] - best[-1] if best else 0.0
