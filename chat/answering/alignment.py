"""Decide which passages support a sentence, whatever markers the model wrote."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from chat.answering.numerals import clocks
from chat.answering.types import Embedder
from chat.answering.units import cut, cut_sentences
from chat.answering.words import numbers, pieces, share, terms, unknown_names
from documents.types import Passage

_NEGATION = re.compile(r"\b(?:not|no|never|none|nobody|cannot|without|nor)\b|n['’]t\b", re.IGNORECASE)
_SECOND_SHARE = 0.95
_HINT = 0.05
_LEAST_TERMS = 2
_RESTATED = 0.8
# What is said besides to agree or to deny.
_ASSENT = frozenset({"yes", "no", "ja", "nein"})


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
        self._asked_pieces = pieces(question)
        self._spans: list[Span] = []
        self._texts: list[str] = []
        for index, passage in enumerate(passages):
            for unit in cut(passage.text):
                self._spans.append(Span(passage=index, start=unit.start, end=unit.end))
                self._texts.append(unit.text)
        self._terms = [frozenset(terms(text)) for text in self._texts]
        self._numbers = [numbers(text) | clocks(text) for text in self._texts]
        self._known = [_Known(passage) for passage in passages]
        self._vectors = embedder.embed_passages(self._texts) if self._texts else None

    def support(self, sentence: str, hints: Sequence[int] = ()) -> Support:
        """Give what supports a sentence; `hints` are the passages that the model named, counted from 0."""
        told = frozenset(terms(sentence))
        if self._vectors is None:
            return Support(spans=(), score=0.0)
        said = told - _ASSENT - frozenset(term for term in told if term.isdecimal())
        if len(said) < _LEAST_TERMS and (terse := self._terse(sentence, said, hints)).spans:
            return terse
        if len(told) < _LEAST_TERMS:
            return Support(spans=(), score=0.0)
        scores = 0.5 * (self._vectors @ self._embedder.embed_passages([sentence])[0])
        allowed = [known.allows(sentence, self._asked_pieces) for known in self._known]
        for index, span in enumerate(self._spans):
            if not allowed[span.passage]:
                scores[index] = 0.0
                continue
            scores[index] += 0.35 * share(told, self._terms[index] | self._asked)
            scores[index] += 0.15 * share(told, self._known[span.passage].terms)
            scores[index] += _HINT * (span.passage in hints)
        return self._best(scores)

    def _terse(self, sentence: str, told: frozenset[str], hints: Sequence[int]) -> Support:
        """Judge "$300" or "Yes": too short to be compared, so the passage that it names must say and fit it."""
        fitting = [
            (share(self._asked, self._terms[index]), -index)
            for index, span in enumerate(self._spans)
            if span.passage in hints
            and self._known[span.passage].allows(sentence, self._asked_pieces)
            and told <= self._terms[index] | self._asked
            and numbers(sentence) <= self._numbers[index]
        ]
        says_nothing_itself = not told and not numbers(sentence)
        if not fitting or (says_nothing_itself and not max(fitting)[0]):
            return Support(spans=(), score=0.0)
        return Support(spans=(self._spans[-max(fitting)[1]],), score=self._threshold)

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

    def __init__(self, passage: Passage) -> None:
        text = " \n".join((passage.document.title, *passage.section, passage.text))
        self.terms = frozenset(terms(text))
        self._numbers = numbers(text) | clocks(text)
        self._pieces = pieces(text)

    def allows(self, sentence: str, asked: frozenset[str]) -> bool:
        """Whether every number is the passage's, and every name the passage's or the question's."""
        return numbers(sentence) <= self._numbers and not unknown_names(sentence, self._pieces | asked)


def is_faithful(*, phrase: str, quote: str, question: str) -> bool:
    """Say whether a phrase says what one sentence of its quote says, in its order and without loss.

    Errs towards no: what is refused is replaced by the quote itself. A small model recombines the words of a text
    into something else; so most of one sentence must be there, nothing of another, and nothing twice.
    """
    asked = frozenset(terms(question))
    spans = [(line, span) for line in quote.splitlines() for span in cut_sentences(line)]
    return any(_restates(phrase, line[start:end], asked) for line, (start, end) in spans)


def may_become_faithful(*, phrase: str, quote: str, question: str) -> bool:
    """Say whether the beginning of a phrase can still become faithful; its last word may be half written."""
    begun = phrase[: phrase.rfind(" ") + 1]
    asked = frozenset(terms(question))
    told = terms(begun)
    spans = [(line, span) for line in quote.splitlines() for span in cut_sentences(line)]
    return any(_begins(told, terms(line[start:end]), asked) for line, (start, end) in spans)


def _begins(told: Sequence[str], quoted: Sequence[str], asked: frozenset[str]) -> bool:
    new = [term for term in told if term not in asked]
    return _common_in_order(new, quoted) == len(new) and len(told) <= len(quoted)


def _restates(phrase: str, sentence: str, asked: frozenset[str]) -> bool:
    told, quoted = terms(phrase), terms(sentence)
    if len(told) < _LEAST_TERMS or len(told) > len(quoted) or phrase.rstrip().endswith("?"):
        return False
    if numbers(phrase) != numbers(sentence) or unknown_names(phrase, pieces(sentence)):
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
