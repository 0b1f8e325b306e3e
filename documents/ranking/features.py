"""Describe how well passages fit a question, by numbers that mean the same in every collection."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from documents.ranking.tokens import Ids, TokenVectors
from documents.types import Passage

Values = NDArray[np.float32]
FEATURES = ("fused", "dense", "lexical", "tokens", "sentence", "heading", "coverage", "pairs", "beginning")
# The cosine of a token with itself is above.
SAME = 0.999
# So far behind the other a word may stand to be beside it.
NEAR = 3
# A passage that begins so many characters after its section has half of the feature.
HALF_CHARACTERS = 1_000


def describe(question: str, passages: Sequence[Passage], tokens: TokenVectors) -> Values:
    """Return (passages, FEATURES) float32, in each column more for what should rather answer.

    "fused" is standardised among the passages, so that another form of fusion means the same; the others lie between
    0 and 1, or are cosines. "tokens" is late interaction (Khattab and Zaharia: ColBERT, SIGIR 2020) over vectors of
    tokens out of context, "sentence" the same of the best sentence.
    """
    if not passages:
        return np.zeros((0, len(FEATURES)), dtype=np.float32)
    asked = _Asked(question, tokens)
    text = _Laid.out(tokens.ids([passage.text for passage in passages]))
    heads = _Laid.out(tokens.ids([_heading(passage) for passage in passages]))
    near, near_heads = asked.near(text), asked.near(heads)
    whole = np.maximum(text.most(near), heads.most(near_heads))
    columns = {
        "fused": _standard(_known([passage.scores.fused for passage in passages])),
        "dense": _known([passage.scores.dense for passage in passages]),
        "lexical": _lexical(passages),
        "tokens": asked.shares @ whole,
        "sentence": asked.best_sentence(text, near),
        "heading": asked.shares @ heads.most(near_heads),
        "coverage": asked.shares @ (whole > SAME),
        "pairs": asked.pairs(text),
        "beginning": np.array([_beginning(passage) for passage in passages]),
    }
    return np.stack([columns[name] for name in FEATURES], axis=1).astype(np.float32)


def _heading(passage: Passage) -> str:
    return " ".join((passage.document.title, *passage.section))


def _beginning(passage: Passage) -> float:
    """Return 1 where a passage begins what stands around it, and less the further behind."""
    begun = passage.start - (passage.parent[0] if passage.parent else passage.start)
    return HALF_CHARACTERS / (HALF_CHARACTERS + max(begun, 0))


def _lexical(passages: Sequence[Passage]) -> NDArray[np.float64]:
    scores = np.array([max(passage.scores.lexical or 0.0, 0.0) for passage in passages])
    roots: NDArray[np.float64] = np.sqrt(scores / max(scores.max(initial=0.0), 1e-9))
    return roots


def _known(scores: Sequence[float | None]) -> NDArray[np.float64]:
    """Return scores, with the worst that is known in place of what is not."""
    worst = min((score for score in scores if score is not None), default=0.0)
    return np.array([worst if score is None else score for score in scores])


def _standard(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    spread = scores.std()
    return (scores - scores.mean()) / spread if spread > 1e-9 else np.zeros_like(scores)


@dataclass(frozen=True)
class _Laid:
    """Hold the tokens of many texts behind each other, and where each text begins."""

    ids: Ids
    starts: Ids
    sizes: Ids

    @classmethod
    def out(cls, texts: Sequence[Ids]) -> "_Laid":
        # A mark stands before each text, so that none is empty.
        sizes = np.array([len(ids) + 1 for ids in texts], dtype=np.int64)
        starts = np.cumsum(sizes) - sizes
        laid = np.zeros(int(sizes.sum()), dtype=np.int64)
        for start, ids in zip(starts, texts, strict=True):
            laid[start + 1 : start + 1 + len(ids)] = ids
        return cls(laid, starts, sizes)

    @cached_property
    def owners(self) -> Ids:
        """Return which text each token is of."""
        return np.repeat(np.arange(len(self.sizes)), self.sizes)

    def most(self, near: Values) -> Values:
        """Return (asked, texts): how near the nearest token of each text is."""
        most: Values = np.maximum.reduceat(near, self.starts, axis=1)
        return most


class _Asked:
    """Hold the tokens of a question, each once, with the share that each has of what all of them tell."""

    def __init__(self, question: str, tokens: TokenVectors) -> None:
        self._tokens = tokens
        ids = tokens.ids([question])[0]
        self._order = ids[tokens.weights[ids] > 0]
        self._ids = np.unique(self._order)
        told = tokens.weights[self._ids]
        self.shares = told / max(float(told.sum()), 1e-9)

    def near(self, laid: _Laid) -> Values:
        """Return (asked, laid): the cosine of each token of the question with each of the texts, 0 for marks."""
        different, places = np.unique(laid.ids, return_inverse=True)
        cosines = self._tokens.vectors[self._ids] @ self._tokens.vectors[different].T
        cosines *= self._tokens.weights[different] > 0
        near: Values = cosines[:, places]
        return near

    def best_sentence(self, laid: _Laid, near: Values) -> Values:
        """Return how much of the question the best sentence of each text holds."""
        begins = np.zeros(len(laid.ids), dtype=bool)
        begins[1:] = self._tokens.ends[laid.ids[:-1]]
        begins[laid.starts] = True
        starts = np.flatnonzero(begins)
        held = self.shares @ np.maximum.reduceat(near, starts, axis=1)
        best: Values = np.maximum.reduceat(held, np.searchsorted(starts, laid.starts))
        return best

    def pairs(self, laid: _Laid) -> NDArray[np.float64]:
        """Return the share of what stands side by side in the question that does so in each text."""
        asked = [
            (one, other) for one, other in zip(self._order, self._order[1:], strict=False) if one != other
        ]
        found, all_told = np.zeros(len(laid.sizes)), 0.0
        for one, other in asked:
            told = float(self._tokens.weights[one] + self._tokens.weights[other])
            all_told += told
            found[_beside(laid, one, other)] += told
        return found / max(all_told, 1e-9)


def _beside(laid: _Laid, one: int, other: int) -> Ids:
    """Return the texts in which a token stands shortly before another."""
    ones, is_other = np.flatnonzero(laid.ids == one), laid.ids == other
    beside = np.zeros(len(ones), dtype=bool)
    for far in range(1, NEAR + 1):
        places = np.minimum(ones + far, len(laid.ids) - 1)
        beside |= is_other[places] & (laid.owners[places] == laid.owners[ones])
    return np.unique(laid.owners[ones[beside]])
