"""Put together what a question, its other words and its parts bring, and prefer the time that it is about."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from documents.questions.dating import Dated, dated, preferences, preferred
from documents.questions.types import Period, Variant
from documents.questions.weaving import strongest, woven
from documents.search.asking import Wanted
from documents.search.merging import Part, balanced, merged
from documents.types import Passage


@dataclass(frozen=True, kw_only=True)
class Beside:
    """Hold what another variant of the question brings."""

    variant: Variant
    parts: tuple[Part, ...]

    def passages(self, wanted: Wanted) -> tuple[Passage, ...]:
        """Return it in its own order."""
        asked = replace(wanted, question=self.variant.text)
        weighed = [balanced(self.variant.text, part) for part in self.parts]
        return merged(asked, self.parts, weighed)


def with_other_words(
    wanted: Wanted, best: Sequence[Passage], beside: Sequence[Beside]
) -> tuple[Passage, ...]:
    """Return the best of what the question itself and its other words bring, each passage once."""
    others = [(one.variant.weight, one.passages(wanted)) for one in beside if one.variant.part == 0]
    return _strongest([(1.0, best), *others]) if others else tuple(best)


@dataclass(frozen=True, kw_only=True)
class Piece:
    """Hold the wordings of a part of a compound question, its own first, and what they bring."""

    wordings: tuple[str, ...]
    passages: tuple[Passage, ...]


def pieces(wanted: Wanted, beside: Sequence[Beside]) -> tuple[Piece, ...]:
    """Return the parts of a compound question; none where it asks for one thing."""
    numbers = sorted({one.variant.part for one in beside} - {0})
    each = [[one for one in beside if one.variant.part == number] for number in numbers]
    return tuple(
        Piece(
            wordings=tuple(one.variant.text for one in ways),
            passages=_strongest([(one.variant.weight, one.passages(wanted)) for one in ways]),
        )
        for ways in each
    )


def other_words(beside: Sequence[Beside]) -> tuple[str, ...]:
    """Return the whole question in other words."""
    return tuple(one.variant.text for one in beside if one.variant.part == 0)


def with_parts(best: Sequence[Passage], parts: Sequence[Sequence[Passage]]) -> tuple[Passage, ...]:
    """Return an order in which each part of a compound question is represented."""
    if not parts:
        return tuple(best)
    by_key = {passage.chunk_id: passage for each in (*reversed(parts), best) for passage in each}
    keys = woven([one.chunk_id for one in best], [[one.chunk_id for one in part] for part in parts])
    return tuple(by_key[key] for key in keys)


def _strongest(ways: Sequence[tuple[float, Sequence[Passage]]]) -> tuple[Passage, ...]:
    scored = [(weight, {one.chunk_id: one.scores.fused or 0.0 for one in found}) for weight, found in ways]
    known = [{one.chunk_id: one for one in found} for _, found in ways]
    best = strongest(scored)
    keys = sorted(best, key=lambda key: -best[key][0])
    return tuple(_weighed(known[best[key][1]][key], best[key][0]) for key in keys)


def _weighed(passage: Passage, fused: float) -> Passage:
    is_fused = passage.score == passage.scores.fused
    scores = replace(passage.scores, fused=fused)
    return replace(passage, score=fused if is_fused else passage.score, scores=scores)


def in_time(
    period: Period | None, best: Sequence[Passage], today: date | None = None
) -> tuple[tuple[Passage, ...], dict[str, object]]:
    """Return candidates with those of the time that is asked about before others that are as good; and what it did.

    It is a preference: where nothing is of that time, all stays as it is, and the explanation says so.
    """
    if period is None or not best:
        return tuple(best), {}
    dates = _dates([passage.document.id for passage in best])
    nowhen = Dated(since=date.min, until=date.min, is_stated=False)
    worth = preferences(
        period,
        [dates.get(passage.document.id, nowhen) for passage in best],
        today or timezone.localdate(),
    )
    scores = [score_of(passage) for passage in best]
    # A ranker's scores and the fusion's do not compare: whoever ranked last decides, by place where they are mixed.
    if scores != sorted(scores, reverse=True):
        scores = [1 - place / len(best) for place in range(len(best))]
    order = preferred(scores, worth)
    found = {"of_that_time": sum(one > 0 for one in worth), "words": period.words}
    return tuple(best[place] for place in order), {"time": found}


def score_of(passage: Passage) -> float:
    """Return by what a passage was put in order last."""
    scores = passage.scores
    return next((one for one in (scores.rerank, scores.fused) if one is not None), passage.score)


@transaction.atomic
def _dates(documents: Sequence[UUID]) -> dict[UUID, Dated]:
    """Return of when each document is: by what it says, or by its file, or by when its text came to be here."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT d.id, d.metadata::text, d.title, v.properties ->> 'date', v.created_at
            FROM document d JOIN document_version v ON v.id = d.live_version_id WHERE d.id = ANY(%s::uuid[])
            """,
            [list(set(documents))],
        )
        rows = cursor.fetchall()
    return {
        key: dated(json.loads(metadata), title, _day(said, created))
        for key, metadata, title, said, created in rows
    }


def _day(said: str | None, created: datetime) -> date:
    try:
        return date.fromisoformat((said or "")[:10])
    except ValueError:
        return created.date()
