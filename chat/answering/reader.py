"""Find the sentences that answer a question, or that none does."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from chat.answering.types import Embedder, ReaderSettings, Vectors
from chat.answering.units import Unit, cut
from chat.answering.windows import Window, widen
from chat.answering.words import names, numbers, share, stem, terms, words
from documents.types import Passage

# Weights of the features, by hand on one half of the development questions and checked on the other half;
# they sum to 1 so that a score is a share of what is possible.
_UNIT, _WINDOW, _DENSE, _COVERAGE, _KIND, _RANK = 0.19, 0.38, 0.15, 0.12, 0.04, 0.12
_NOTHING_NEW = 0.08
_MISSING_TERMS, _MISSING_NAME = 0.08, 0.02

_UNREAD = -1.0
Scored = NDArray[np.float64]

_WHO = re.compile(r"\bwho(?:m|se)?\b|\bwhich (?:person|team|vendor)\b", re.IGNORECASE)
_WHEN = re.compile(r"\bwhen\b|\b(?:what|which) (?:time|day|date|hour)\b", re.IGNORECASE)
_AMOUNT = re.compile(r"\bhow (?:much|many|long|often|quickly|high|large|old|far)\b|\bamount\b", re.IGNORECASE)
_WHERE = re.compile(r"\bwhere\b|\bto whom\b|\bphone\b|\be-?mail\b|\baddress\b", re.IGNORECASE)
_MOMENT = re.compile(
    r"\d{1,2}:\d\d|\b(?:19|20)\d\d\b|\b(?:jan|feb|mar|apr|may|june?|july?|aug|sep|oct|nov|dec)[a-z]*\b"
    r"|\b(?:annual|daily|week|month|quarter|year|day|hour|mon|tues|wednes|thurs|fri)",
    re.IGNORECASE,
)
_RHYTHM = re.compile(r"\b(?:once|twice|daily|weekly|monthly|quarterly|annual|yearly)", re.IGNORECASE)
_PLACE = re.compile(r"@|https?:|#\w|\b(?:in|at|via|to) [A-Z]")
_ROLE = re.compile(r"@|(?<=[a-z,] )[A-Z][a-z]+|\b(?:team|manager|officer|captain|partner|supervisor)\b")


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """Quote the `passage`-th passage of those read: `text` shows it, `start:end` is where it lies."""

    passage: int
    text: str
    start: int
    end: int
    score: float


@dataclass(frozen=True, kw_only=True)
class Reading:
    """Give the best quotes, best first, and how sure it is that they answer, from 0 to 1."""

    evidence: tuple[Evidence, ...]
    confidence: float
    is_answered: bool


@dataclass(frozen=True, kw_only=True)
class _Candidate:
    passage: int
    unit: Unit
    window: Window
    text: str
    context: str
    start: int
    end: int


class Reader:
    """Rank what stands in passages by sentence embeddings and by the words it shares with the question."""

    def __init__(self, embedder: Embedder, settings: ReaderSettings) -> None:
        """Keep what it reads with."""
        self._embedder = embedder
        self._settings = settings

    def read(self, question: str, passages: Sequence[Passage]) -> Reading:
        """Give the evidence; takes tens of milliseconds of one core, so call it in a thread."""
        read = passages[: self._settings.passages]
        candidates = [
            candidate for position, passage in enumerate(read) for candidate in _candidates(position, passage)
        ]
        if not candidates:
            return Reading(evidence=(), confidence=0.0, is_answered=False)
        scores = self._scores(question, read, candidates)
        confidence = float(scores.max()) - _missing(question, read)
        return Reading(
            evidence=self._chosen(candidates, scores),
            confidence=round(confidence, 3),
            is_answered=confidence >= self._settings.threshold,
        )

    def _scores(self, question: str, passages: Sequence[Passage], candidates: Sequence[_Candidate]) -> Scored:
        """Score by stages, since each embedding costs milliseconds: words, then units, then windows."""
        asked = self._embedder.embed_query(question)
        scores = _lexical(question, candidates) + _placed(candidates)
        near = self._nearness(
            [candidate.unit.text for candidate in candidates], asked, scores, self._settings.units
        )
        dense = np.array([passages[candidate.passage].scores.dense or 0.0 for candidate in candidates])
        scores += _UNIT * near + _DENSE * np.where(dense > 0, dense, near)
        windows = [f"{candidate.context}: {candidate.text}" for candidate in candidates]
        close = self._nearness(windows, asked, scores + _WINDOW * near, self._settings.windows)
        return np.where(close > _UNREAD, scores + _WINDOW * close, -1.0)

    def _nearness(self, texts: Sequence[str], asked: Vectors, promise: Scored, limit: int) -> Scored:
        """Give the cosines of the most promising texts; what was not read is at `_UNREAD`."""
        best = np.argsort(-promise, kind="stable")[:limit]
        near = np.full(len(texts), _UNREAD)
        near[best] = self._embedder.embed_passages([texts[index] for index in best]) @ asked
        return near

    def _chosen(self, candidates: Sequence[_Candidate], scores: Scored) -> tuple[Evidence, ...]:
        chosen: list[Evidence] = []
        taken: set[tuple[int, int]] = set()
        characters = 0
        for index in np.argsort(-scores, kind="stable"):
            candidate, score = candidates[index], float(scores[index])
            members = {(candidate.passage, member) for member in candidate.window.members}
            is_too_long = chosen and characters + len(candidate.text) > self._settings.quote_characters
            if score < 0 or is_too_long or members & taken:
                continue
            chosen.append(_evidence(candidate, score))
            taken |= members
            characters += len(candidate.text)
            if len(chosen) == self._settings.quotes:
                break
        return tuple(chosen)


def _candidates(position: int, passage: Passage) -> list[_Candidate]:
    units = cut(passage.text)
    context = passage.section[-1] if passage.section else passage.document.title
    found: list[_Candidate] = []
    for index, unit in enumerate(units):
        window = widen(units, index)
        found.append(
            _Candidate(
                passage=position,
                unit=unit,
                window=window,
                text=window.text(units),
                context=context,
                start=units[window.first].start,
                end=units[window.last].end,
            )
        )
    return found


def _lexical(question: str, candidates: Sequence[_Candidate]) -> Scored:
    """Score the share of the question's words, rare ones more, and whether the kind of answer is there."""
    asked = tuple(dict.fromkeys(terms(question)))
    found = [frozenset(terms(f"{candidate.context} {candidate.text}")) for candidate in candidates]
    weights = {term: math.log(1 + len(found) / (1 + sum(term in those for those in found))) for term in asked}
    whole = sum(weights.values()) or 1.0
    scores = np.zeros(len(candidates))
    for index, candidate in enumerate(candidates):
        scores[index] = _COVERAGE * sum(weights[term] for term in asked if term in found[index]) / whole
        scores[index] += _KIND * _kind_found(question, candidate.text)
        scores[index] -= _NOTHING_NEW * (len(set(terms(candidate.text)) - set(asked)) < 2)
    return scores


def _placed(candidates: Sequence[_Candidate]) -> Scored:
    """Score a candidate by the rank of its passage."""
    return np.array([_RANK / (1 + candidate.passage) for candidate in candidates])


def _kind_found(question: str, text: str) -> float:
    if _WHO.search(question):
        return float(bool(_ROLE.search(text)))
    if _WHEN.search(question):
        return float(bool(_MOMENT.search(text)))
    if _AMOUNT.search(question):
        return float(bool(numbers(text)) or bool(_RHYTHM.search(text)))
    if _WHERE.search(question):
        return float(bool(_PLACE.search(text)))
    return 0.5


def _missing(question: str, passages: Sequence[Passage]) -> float:
    """Weigh the words of a question, and its names, at most two, that no passage knows."""
    texts = [" ".join((passage.document.title, *passage.section, passage.text)) for passage in passages]
    missing = 1 - share(terms(question), (term for text in texts for term in terms(text)))
    known = {stem(word) for text in texts for word in words(text)}
    unknown = {stem(name) for name in names(question)} - known
    return _MISSING_TERMS * missing + _MISSING_NAME * min(2, len(unknown))


def _evidence(candidate: _Candidate, score: float) -> Evidence:
    return Evidence(
        passage=candidate.passage,
        text=candidate.text,
        start=candidate.start,
        end=candidate.end,
        score=round(score, 3),
    )
