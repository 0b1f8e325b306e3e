"""Find the sentences that answer a question, or that none does."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from chat.answering.features import Candidate, Scored, Terms, Weights, candidates_of, missing, worded
from chat.answering.telling import adds_nothing, spoken
from chat.answering.types import Embedder, Lexicon, ReaderSettings, Vectors
from chat.answering.words import terms
from documents.types import Passage

# Weights of the features, by hand on one half of the development questions and checked on the other half;
# with the meaning's they sum to 1 so that a score is a share of what is possible.
_BESIDE_MEANING = Weights(coverage=0.12, kind=0.04, rank=0.12)
_UNIT, _WINDOW, _DENSE = 0.19, 0.38, 0.15
# In a script that the embedder does not read all texts lie near, by an amount of its own for each language: only how
# far one stands out from the others says something, and words decide. Latin letters it reads in parts of words.
_BY_WORDS = Weights(coverage=0.5, kind=0.05, rank=0.15)
_STANDING_OUT = 0.6
# An answer is better than what merely treats of the same: the lead over the eighth best is evidence too.
_LEAD, _LEAD_OVER, _LEAD_UNKNOWN = 0.2, 8, 0.1

_UNREAD = -1.0
_LAST_LATIN = "\u0250"


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


class Reader:
    """Rank what stands in passages by sentence embeddings and by the words it shares with the question."""

    def __init__(self, embedder: Embedder, lexicon: Lexicon, settings: ReaderSettings) -> None:
        """Keep what it reads with."""
        self._embedder = embedder
        self._lexicon = lexicon
        self._settings = settings

    def read(self, question: str, passages: Sequence[Passage]) -> Reading:
        """Give the evidence; takes tens of milliseconds of one core, so call it in a thread."""
        read = passages[: self._settings.passages]
        candidates = candidates_of(read)
        if not candidates:
            return Reading(evidence=(), confidence=0.0, is_answered=False)
        language = self._foreign_language(question, read[0])
        known: Terms = terms if language is None else partial(self._lexicon.terms, language=language)
        if language is None or _is_latin(question):
            scores = self._by_meaning(question, read, candidates, known)
        else:
            scores = self._by_words(question, candidates, known)
        confidence = _confidence(scores) - missing(question, read, known)
        return Reading(
            evidence=self._chosen(candidates, scores),
            confidence=round(confidence, 3),
            is_answered=confidence >= self._settings.threshold,
        )

    def _foreign_language(self, question: str, best: Passage) -> str | None:
        """Name the language of question and passage where the embedder does not read it, else None.

        A question alone is too short to be sure of its language.
        """
        asked = self._lexicon.language_of(question)
        if asked in self._settings.languages or self._lexicon.language_of(best.text) != asked:
            return None
        return asked

    def _by_meaning(
        self, question: str, passages: Sequence[Passage], candidates: Sequence[Candidate], known: Terms
    ) -> Scored:
        """Score by stages, since each embedding costs milliseconds: words, then units, then windows."""
        asked = self._embedder.embed_query(question)
        scores = worded(question, candidates, _BESIDE_MEANING, known)
        near = self._nearness(
            [candidate.unit.text for candidate in candidates], asked, scores, self._settings.units
        )
        dense = np.array([passages[candidate.passage].scores.dense or 0.0 for candidate in candidates])
        scores += _UNIT * near + _DENSE * np.where(dense > 0, dense, near)
        windows = [f"{candidate.context}: {candidate.text}" for candidate in candidates]
        close = self._nearness(windows, asked, scores + _WINDOW * near, self._settings.windows)
        return np.where(close > _UNREAD, scores + _WINDOW * close, -1.0)

    def _by_words(self, question: str, candidates: Sequence[Candidate], known: Terms) -> Scored:
        """Score by words, and by how far a unit stands out from the others."""
        scores = worded(question, candidates, _BY_WORDS, known)
        units = [candidate.unit.text for candidate in candidates]
        near = self._nearness(units, self._embedder.embed_query(question), scores, self._settings.units)
        is_read = near > _UNREAD
        return np.where(is_read, scores + _STANDING_OUT * (near - np.median(near[is_read])), -1.0)

    def _nearness(self, texts: Sequence[str], asked: Vectors, promise: Scored, limit: int) -> Scored:
        """Give the cosines of the most promising texts; what was not read is at `_UNREAD`."""
        best = np.argsort(-promise, kind="stable")[:limit]
        near = np.full(len(texts), _UNREAD)
        near[best] = self._embedder.embed_passages([texts[index] for index in best]) @ asked
        return near

    def _chosen(self, candidates: Sequence[Candidate], scores: Scored) -> tuple[Evidence, ...]:
        chosen: list[Evidence] = []
        taken: set[tuple[int, int]] = set()
        told: list[frozenset[str]] = []
        characters = 0
        for index in np.argsort(-scores, kind="stable"):
            candidate, score = candidates[index], float(scores[index])
            members = {(candidate.passage, member) for member in candidate.window.members}
            is_too_long = chosen and characters + len(candidate.text) > self._settings.quote_characters
            is_weak = score < self._settings.quote_share * float(scores.max())
            if score < 0 or is_weak or is_too_long or members & taken or adds_nothing(candidate.text, told):
                continue
            chosen.append(_evidence(candidate, score))
            taken |= members
            told.append(spoken(candidate.text))
            characters += len(candidate.text)
            if len(chosen) == self._settings.quotes:
                break
        return tuple(chosen)


def _is_latin(text: str) -> bool:
    letters = [character for character in text if character.isalpha()]
    return 2 * sum(character < _LAST_LATIN for character in letters) >= len(letters)


def _confidence(scores: Scored) -> float:
    """Give the best score, raised by its lead over those that come after."""
    ranked = np.sort(scores)[::-1]
    is_known = len(ranked) >= _LEAD_OVER and ranked[_LEAD_OVER - 1] >= 0
    lead = ranked[0] - ranked[_LEAD_OVER - 1] if is_known else _LEAD_UNKNOWN
    return float(ranked[0] + _LEAD * lead)


def _evidence(candidate: Candidate, score: float) -> Evidence:
    return Evidence(
        passage=candidate.passage,
        text=candidate.text,
        start=candidate.start,
        end=candidate.end,
        score=round(score, 3),
    )
