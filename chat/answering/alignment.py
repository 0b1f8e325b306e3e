"""Decide which passages support a sentence, whatever markers the model wrote."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from chat.answering.types import Embedder
from chat.answering.units import cut
from chat.answering.words import names, numbers, share, terms, words
from documents.types import Passage

_NEGATION = re.compile(r"\b(?:not|no|never|none|nobody|cannot|without|nor)\b|n['’]t\b", re.IGNORECASE)
_SECOND_SHARE = 0.95
_HINT = 0.05
_LEAST_TERMS = 2


@dataclass(frozen=True, kw_only=True)
class Span:
    """Point into the text of the `passage`-th passage."""

    passage: int
    start: int
    end: int


@dataclass(frozen=True, kw_only=True)
class Support:
    """List what supports a sentence, best first; none where nothing does."""

    spans: tuple[Span, ...]
    score: float


class Aligner:
    """Compare sentences with passages by meaning and words; numbers and names must be known."""

    def __init__(
        self, embedder: Embedder, passages: Sequence[Passage], *, question: str, threshold: float
    ) -> None:
        """Embed the sentences of the passages: tens of milliseconds, so make it in a thread."""
        self._embedder = embedder
        self._threshold = threshold
        self._asked = frozenset(terms(question))
        self._asked_names = names(question) | frozenset(words(question))
        self._spans: list[Span] = []
        self._texts: list[str] = []
        for index, passage in enumerate(passages):
            for unit in cut(passage.text):
                self._spans.append(Span(passage=index, start=unit.start, end=unit.end))
                self._texts.append(unit.text)
        self._terms = [frozenset(terms(text)) for text in self._texts]
        self._known = [_Known(f"{passage.document.title} {passage.text}") for passage in passages]
        self._vectors = embedder.embed_passages(self._texts) if self._texts else None

    def support(self, sentence: str, hints: Sequence[int] = ()) -> Support:
        """Give what supports a sentence; `hints` are the passages that the model named, counted from 0."""
        told = frozenset(terms(sentence))
        if self._vectors is None or len(told) < _LEAST_TERMS:
            return Support(spans=(), score=0.0)
        scores = 0.5 * (self._vectors @ self._embedder.embed_passages([sentence])[0])
        for index, span in enumerate(self._spans):
            if not self._known[span.passage].allows(sentence, self._asked_names):
                scores[index] = 0.0
                continue
            scores[index] += 0.35 * share(told, self._terms[index] | self._asked)
            scores[index] += 0.15 * share(told, self._known[span.passage].terms)
            scores[index] += _HINT * (span.passage in hints)
        return self._best(scores)

    def _best(self, scores: np.ndarray[tuple[int], np.dtype[np.float32]]) -> Support:
        best = float(scores.max())
        if best < self._threshold:
            return Support(spans=(), score=round(best, 3))
        spans: dict[int, Span] = {}
        for index in np.argsort(-scores, kind="stable")[:5]:
            span = self._spans[index]
            if scores[index] >= best * _SECOND_SHARE and span.passage not in spans:
                spans[span.passage] = span
        return Support(spans=tuple(spans.values())[:2], score=round(best, 3))


class _Known:
    """Hold what a passage says, to see what a sentence adds to it."""

    def __init__(self, text: str) -> None:
        self.terms = frozenset(terms(text))
        self._numbers = numbers(text)
        self._words = frozenset(words(text))

    def allows(self, sentence: str, asked: frozenset[str]) -> bool:
        """Whether every number is the passage's, and every name the passage's or the question's."""
        return numbers(sentence) <= self._numbers and names(sentence) <= self._words | asked


def is_faithful(*, phrase: str, quote: str, question: str) -> bool:
    """Say whether a phrase says what its quote says: nothing invented, nothing turned round, something told.

    Errs towards no: what is refused is replaced by the quote itself.
    """
    told, quoted, asked = frozenset(terms(phrase)), frozenset(terms(quote)), frozenset(terms(question))
    if not told - asked or phrase.rstrip().endswith("?"):
        return False
    if not _Known(quote).allows(phrase, frozenset(words(question))):
        return False
    if bool(_NEGATION.search(phrase)) != bool(_NEGATION.search(quote)):
        return False
    return share(told, quoted | asked) >= 0.9 and share(told - asked, quoted) >= 0.8
