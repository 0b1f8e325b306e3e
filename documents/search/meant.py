"""Say of which moment an answer is, and prefer what was in force at a moment that a question itself names."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from uuid import UUID

from documents.filtering.moments import end_of
from documents.filtering.tree import Span
from documents.questions.dating import ASSUMED, STATED, preferred
from documents.questions.times import asks_what_was
from documents.questions.types import Understood
from documents.search.asking import Mode
from documents.search.beside import score_of
from documents.search.merging import Part
from documents.search.view import View
from documents.types import Passage, SearchResult

# A document, its version, and the chunk of it.
Key = tuple[UUID, int, UUID]
PAST, DENSE = "past", "dense"


@dataclass(frozen=True, kw_only=True)
class Meant:
    """Hold the moment that words of a question name, and what is worth to have been in force then."""

    at: datetime
    worth: float
    # Whether the words ask for that moment alone: "as of 31 December 2025".
    is_exact: bool


def meant_moment(question: str, understood: Understood, now: datetime | None = None) -> Meant | None:
    """Return the moment before now that the question's words name: as of a day, or what was at the end of a time."""
    now = now or datetime.now(UTC)
    period = understood.period
    if understood.as_of is not None:
        day, is_exact = understood.as_of, True
    elif period is not None and period.since and period.until and asks_what_was(question):
        day, is_exact = period.until, False
    else:
        return None
    if day >= now.date():
        return None
    return Meant(at=end_of(Span(day.isoformat())), worth=STATED if is_exact else ASSUMED, is_exact=is_exact)


def preferring(now: SearchResult, then: SearchResult, meant: Meant, k: int) -> SearchResult:
    """Return what both searches found, with what was in force then before others that are as good.

    Where the words ask for that moment alone, what has replaced such a version since comes last, as a repetition of it.
    Nothing is left out for the words' sake: where nothing was in force then, all stays as it is, and the best of now is
    among several.
    """
    said = {"moment": meant.at.isoformat(), "found": len(then.passages), "from": "question"}
    explanation = {**now.explanation, "as_of": said}
    if not then.passages:
        return replace(now, explanation=explanation)
    standings = _standings(now, then)
    found = {_key(one): one for one in (*then.passages, *now.passages)}
    passages = sorted(found.values(), key=lambda one: -standings[_key(one)])
    in_force = {_key(one) for one in then.passages}
    instead = _instead(then.passages) if meant.is_exact else {}
    order = preferred(
        [standings[_key(one)] for one in passages],
        [meant.worth if _key(one) in in_force else 0.0 for one in passages],
    )
    best = [_repeating(passages[place], in_force, instead) for place in order]
    best.sort(key=lambda one: one.repeats is not None)
    degraded = tuple(dict.fromkeys((*now.degraded, *then.degraded)))
    return replace(
        now,
        passages=_cut(best, now.passages, k),
        explanation=explanation,
        degraded=degraded,
        meant=meant.at,
        past=_versions(then.passages) - _versions(now.passages),
    )


def without_then(now: SearchResult, meant: Meant, reason: str) -> SearchResult:
    """Return what was found of now, where what was in force at the moment that is meant could not be searched."""
    said = {"moment": meant.at.isoformat(), "from": "question", "left_out": reason}
    degraded = tuple(dict.fromkeys((*now.degraded, PAST)))
    return replace(now, explanation={**now.explanation, "as_of": said}, degraded=degraded)


def lost_of(mode: Mode, parts: Sequence[Part]) -> tuple[str, ...]:
    """Name what a search of the past does without: texts that are not kept, vectors of a model that is replaced."""
    moments = [view.moment for view, _ in parts if view.moment is not None]
    lost = [PAST] if any(moment.not_kept for moment in moments) else []
    lost += [DENSE] if mode != "lexical" and any(moment.unplaced for moment in moments) else []
    return tuple(lost)


def explained_moment(views: Sequence[View]) -> dict[str, object]:
    """Say as of when was searched, in how many documents, and of how many the text of then is not kept any more."""
    moments = [view.moment for view in views if view.moment is not None]
    if not moments:
        return {}
    counted = {
        "documents": sum(one.documents for one in moments),
        "not_kept": sum(one.not_kept for one in moments),
    }
    return {"as_of": {"moment": moments[0].at.isoformat(), "from": "request", **counted}}


def _key(passage: Passage) -> Key:
    return passage.document.id, passage.document.version, passage.chunk_id


def _versions(passages: Sequence[Passage]) -> frozenset[tuple[UUID, int]]:
    return frozenset((one.document.id, one.document.version) for one in passages)


def _instead(then: Sequence[Passage]) -> dict[UUID, Passage]:
    """Return the best passage of each document that was in force then."""
    return {one.document.id: one for one in reversed(then)}


def _repeating(passage: Passage, in_force: set[Key], instead: dict[UUID, Passage]) -> Passage:
    stands = instead.get(passage.document.id)
    if stands is None or _key(passage) in in_force or stands.document.version == passage.document.version:
        return passage
    return replace(passage, repeats=stands.chunk_id)


def _standings(now: SearchResult, then: SearchResult) -> dict[Key, float]:
    """Return how good each passage is: by its score where one ranker gave all that order, else by its place.

    Scores of different rankers do not compare, and an order that parts of the question or a time made is not theirs.
    """
    each = [[score_of(one) for one in found.passages] for found in (now, then)]
    if now.ranked_by != then.ranked_by or any(scores != sorted(scores, reverse=True) for scores in each):
        longest = max(map(len, each))
        each = [[1 - place / longest for place in range(len(scores))] for scores in each]
    standings: dict[Key, float] = {}
    for found, scores in zip((now, then), each, strict=True):
        for one, score in zip(found.passages, scores, strict=True):
            standings[_key(one)] = max(score, standings.get(_key(one), score))
    return standings


def _cut(best: Sequence[Passage], now: Sequence[Passage], k: int) -> tuple[Passage, ...]:
    """Return the first of these, among them the best of now in the last place at worst."""
    first = {_key(one) for one in now[:1]}
    if k < 2 or not first or any(_key(one) in first for one in best[:k]):
        return tuple(best[:k])
    return (*best[: k - 1], next(one for one in best if _key(one) in first))
