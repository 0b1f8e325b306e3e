"""Say what speaks for a piece of a passage: its words, the kind of answer in it, its place."""

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from chat.answering.telling import framing_units, without_frame, without_signs
from chat.answering.units import Unit, cut
from chat.answering.windows import Window, widen
from chat.answering.words import names, numbers, share, stem, words
from documents.types import Passage

_NOTHING_NEW = 0.08
# A title or a label tells what a text is about; quoted alone it answers nothing.
_LABEL, _LABEL_CHARACTERS = 0.15, 120
_MISSING_TERMS, _MISSING_NAME = 0.08, 0.02

Scored = NDArray[np.float64]
Terms = Callable[[str], Sequence[str]]

_SAYS_SOMETHING = re.compile(r"[.!?…。！？][\"'”’)\]*_]*\s*$|[\d|\t]|^\s*[-*•]")
# What stands under a title: HB-17 · Owner: People team · Valid from 1 January 2026.
_BYLINE = re.compile(r"\s·\s.*\s·\s")
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
class Weights:
    """Weigh the features; a score is a share of what is possible."""

    coverage: float
    kind: float
    rank: float


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """Hold a unit, the window that would be quoted for it, and where that lies."""

    passage: int
    unit: Unit
    window: Window
    text: str
    context: str
    start: int
    end: int


def candidates_of(passages: Sequence[Passage]) -> list[Candidate]:
    """Give all that could be quoted."""
    return [found for position, passage in enumerate(passages) for found in _candidates(position, passage)]


def worded(question: str, candidates: Sequence[Candidate], weights: Weights, terms: Terms) -> Scored:
    """Score what needs no embedding: words, the kind of answer, and the rank of the passage."""
    placed: Scored = np.array([weights.rank / math.sqrt(1 + candidate.passage) for candidate in candidates])
    return _lexical(question, candidates, weights, terms) + placed


def missing(question: str, passages: Sequence[Passage], terms: Terms) -> float:
    """Weigh the words of a question, and its names, at most two, that no passage knows."""
    texts = [" ".join((passage.document.title, *passage.section, passage.text)) for passage in passages]
    missing = 1 - share(terms(question), (term for text in texts for term in terms(text)))
    known = {stem(word) for text in texts for word in words(text)}
    unknown = {stem(name) for name in names(question)} - known
    return _MISSING_TERMS * missing + _MISSING_NAME * min(2, len(unknown))


def _candidates(position: int, passage: Passage) -> list[Candidate]:
    units = cut(passage.text)
    framing, shown = framing_units(passage.text, units), without_signs(units)
    context = passage.section[-1] if passage.section else passage.document.title
    found: list[Candidate] = []
    for index, unit in enumerate(units):
        if index in framing:
            continue
        window = without_frame(widen(units, index), index, framing)
        found.append(
            Candidate(
                passage=position,
                unit=unit,
                window=window,
                text=window.text(shown),
                context=context,
                start=units[window.first].start,
                end=units[window.last].end,
            )
        )
    return found


def _lexical(question: str, candidates: Sequence[Candidate], weights: Weights, terms: Terms) -> Scored:
    """Score the share of the question's words, rare ones more, and whether the kind of answer is there."""
    asked = tuple(dict.fromkeys(terms(question)))
    found = [frozenset(terms(f"{candidate.context} {candidate.text}")) for candidate in candidates]
    rarity = {term: math.log(1 + len(found) / (1 + sum(term in those for those in found))) for term in asked}
    whole = sum(rarity.values()) or 1.0
    scores = np.zeros(len(candidates))
    for index, candidate in enumerate(candidates):
        scores[index] = weights.coverage * sum(rarity[term] for term in asked if term in found[index]) / whole
        scores[index] += weights.kind * _kind_found(question, candidate.text)
        scores[index] -= _NOTHING_NEW * (len(set(terms(candidate.text)) - set(asked)) < 2)
        scores[index] -= _LABEL * _is_label(candidate.text)
    return scores


def _is_label(text: str) -> bool:
    rest = "\n".join(line for line in text.splitlines() if not _BYLINE.search(line))
    return len(rest) <= _LABEL_CHARACTERS and not _SAYS_SOMETHING.search(rest)


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
