"""Decide which passages support a sentence, whatever markers the model wrote."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from chat.answering.types import Embedder
from chat.answering.units import cut, cut_sentences
from chat.answering.words import names, numbers, share, terms, words
from documents.types import Passage

_NEGATION = re.compile(r"\b(?:not|no|never|none|nobody|cannot|without|nor)\b|n['’]t\b", re.IGNORECASE)
_SECOND_SHARE = 0.95
_HINT = 0.05
_LEAST_TERMS = 2
_RESTATED = 0.8


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
    """Say whether a phrase says what one sentence of its quote says, in its order and without loss.

    Errs towards no: what is refused is replaced by the quote itself. A small model recombines the words of a text
    into something else; so most of one sentence must be there, nothing of another, and nothing twice.
    """
    asked = frozenset(terms(question))
    spans = [(line, span) for line in quote.splitlines() for span in cut_sentences(line)]
    return any(_restates(phrase, line[start:end], asked) for line, (start, end) in spans)


def _restates(phrase: str, sentence: str, asked: frozenset[str]) -> bool:
    told, quoted = terms(phrase), terms(sentence)
    if len(told) < _LEAST_TERMS or len(told) > len(quoted) or phrase.rstrip().endswith("?"):
        return False
    if numbers(phrase) != numbers(sentence) or not names(phrase) <= frozenset(words(sentence)):
        return False
    if bool(_NEGATION.search(phrase)) != bool(_NEGATION.search(sentence)):
        return False
    in_order = _common_in_order([term for term in told if term not in asked], quoted)
    foreign = len(set(told) - set(quoted) - asked)
    return (
        not foreign
        and in_order == sum(term not in asked for term in told)
        and share(quoted, told) >= _RESTATED
    )


def _common_in_order(told: Sequence[str], quoted: Sequence[str]) -> int:
    """Count how many of the words told can be found one after another in the quote."""
    position = 0
    for count, term in enumerate(told):
        if term not in quoted[position:]:
            return count
        position = list(quoted).index(term, position) + 1
    return len(told)
