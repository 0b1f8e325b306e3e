"""Answer a search: embed the question, take candidates of both legs, fuse and rank them."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.conf import settings as installed
from django.db import transaction

from documents.filtering.moments import read_moment
from documents.search.asking import Mode, Wanted, checked
from documents.search.beside import Beside
from documents.search.found import Found
from documents.search.legs import bounds_of, found_by_legs
from documents.search.meant import lost_of, meant_moment, preferring, without_then
from documents.search.merging import Part
from documents.search.moments import views_then
from documents.search.ordering import ordered
from documents.search.questions import Questions, Unembedded, usual_model
from documents.search.spelling import Spelling
from documents.search.statement import Model, View
from documents.search.timing import Stopwatch
from documents.search.trying import changed_views, with_changes
from documents.search.understanding import understood_here
from documents.search.viewing import read_views
from documents.search.wording import Bounds
from documents.types import SearchResult
from project.kernel.db import limited_statements
from project.kernel.errors import Unavailable
from project.kernel.ids import uuid7
from tenants.types import Actor

logger = logging.getLogger(__name__)
# What words of time may cost beside the search itself: a preference is not worth the whole limit again.
_THEN_SHARE = 0.5

# Which models a tenant's live indexes used when they were last asked: a guess, which the views confirm or correct.
_models: dict[UUID, frozenset[Model]] = {}


def passages(
    *,
    actor: Actor,
    question: str,
    k: int = 10,
    mode: Mode = "hybrid",
    rerank: bool | None = None,
    collections: Sequence[str] = (),
    filter: Mapping[str, Any] | None = None,  # noqa: A002 - the contract's name
    settings: Mapping[str, Any] | None = None,
    as_of: str = "",
) -> SearchResult:
    """Return the best `min(k, visible matches)` passages for the actor; raise Invalid for a wrong question.

    Raise Unavailable where a statement takes longer than SEARCH_SECONDS; where one does that words of time alone ask
    for, `degraded` names "past" instead.

    With `as_of` (a day or a moment, ISO 8601) those versions answer that were in force then, to today's readers of
    their documents; words of the question that name a moment prefer what was in force then.
    In the modes hybrid and dense every visible chunk that the filter leaves is a match; in the mode lexical each that
    holds a term of the question. Without the embedding model the search is lexical and `degraded` names "dense".
    """
    watch = Stopwatch()
    wanted = with_changes(checked(actor, question, k, mode, collections, filter or {}), settings or {})
    wanted = replace(wanted, as_of=read_moment(as_of))
    questions = Questions(wanted.question)
    if mode != "lexical":
        questions.embed(_models.get(actor.tenant.id) or [usual_model()])
    watch.lap("embed")
    with limited_statements(installed.SEARCH_SECONDS, what="The search"):
        return _answered(wanted, rerank, questions, watch)


def _answered(wanted: Wanted, rerank: bool | None, questions: Questions, watch: Stopwatch) -> SearchResult:
    found = _search(wanted, questions, watch)
    result = _result(wanted, rerank, questions, found, watch)
    meant = None if wanted.as_of else meant_moment(wanted.question, found.understanding.understood)
    if meant is None:
        return result
    asked = replace(wanted, as_of=meant.at)
    try:
        with limited_statements(installed.SEARCH_SECONDS * _THEN_SHARE, what="The search of the past"):
            then = _result(asked, rerank, questions, _search(asked, questions, watch), watch)
        best = preferring(result, then, meant, wanted.k)
    except Unavailable as late:
        logger.warning("the moment that words name is not searched", extra={"reason": str(late)})
        best = without_then(result, meant, str(late))
    return replace(best, timings_ms={**result.timings_ms, **watch.all()})


def _result(
    wanted: Wanted, rerank: bool | None, questions: Questions, found: Found, watch: Stopwatch
) -> SearchResult:
    order = ordered(wanted, rerank, found, watch)
    degraded = (
        *_missing(wanted, questions, found.parts),
        *lost_of(wanted.mode, found.parts),
        *found.bounds.degraded,
        *order.degraded,
    )
    return SearchResult(
        query_id=uuid7(),
        passages=order.passages,
        index_version=found.parts[0][0].index_id if found.parts else 0,
        degraded=tuple(dict.fromkeys(degraded)),
        ranked_by=order.ranked_by,
        excluded=wanted.wording.excluded,
        misspelt=found.spelling.corrected,
        timings_ms={**watch.all(), **found.understanding.timings_ms},
        explanation={**found.explained(wanted), **order.explanation} if found.parts else {},
        as_of=wanted.as_of,
    )


def candidates_of(wanted: Wanted) -> Sequence[Part]:
    """Return what each index version brings for a question, before it is put in order."""
    questions = Questions(wanted.question)
    questions.embed([usual_model()])
    return _search(wanted, questions, Stopwatch()).parts


def _search(wanted: Wanted, questions: Questions, watch: Stopwatch) -> Found:
    """Return what each index version that answers here brings, all of one moment."""
    while True:
        try:
            return _search_at_once(wanted, questions, watch)
        except Unembedded as unembedded:
            # Another index version answers than the last time: never ask it with another model's vector.
            questions.embed(unembedded.models)
            for text in unembedded.texts:
                questions.beside(text).embed(unembedded.models)
            watch.lap("embed")


@transaction.atomic
def _search_at_once(wanted: Wanted, questions: Questions, watch: Stopwatch) -> Found:
    views = changed_views(read_views(wanted.actor, wanted.collections), wanted.changes)
    if wanted.as_of is not None:
        views = views_then(views, wanted.as_of)
    watch.lap("view")
    understanding = understood_here(wanted, views)
    watch.lap("understand")
    _require_vectors(wanted, views, questions, understanding.others)
    bounds = bounds_of(wanted, views)
    watch.lap("wording")
    spelling = Spelling(kept=wanted.wording.quoted)
    parts = [
        (view, found_by_legs(wanted, view, questions, bounds.of(n), spelling)) for n, view in enumerate(views)
    ]
    beside = [
        Beside(
            variant=one,
            parts=_found_beside(wanted, views, questions.beside(one.text), bounds, spelling, one.text),
        )
        for one in understanding.understood.variants[1:]
    ]
    watch.lap("legs")
    return Found(parts=parts, bounds=bounds, understanding=understanding, beside=beside, spelling=spelling)


def _require_vectors(
    wanted: Wanted, views: Sequence[View], questions: Questions, others: Sequence[str]
) -> None:
    """Raise Unembedded where the question, or one beside it, has no vector yet by a model that answers."""
    models = frozenset(view.model for view in views)
    if wanted.mode == "lexical" or not models:
        return
    _models[wanted.actor.tenant.id] = models
    unembedded = questions.without(models).union(*(questions.beside(one).without(models) for one in others))
    if unembedded:
        raise Unembedded(unembedded, others)


def _found_beside(
    wanted: Wanted, views: Sequence[View], questions: Questions, bounds: Bounds, spelling: Spelling, text: str
) -> tuple[Part, ...]:
    asked = replace(wanted, question=text)
    return tuple(
        (view, found_by_legs(asked, view, questions, bounds.of(n), spelling)) for n, view in enumerate(views)
    )


def _missing(wanted: Wanted, questions: Questions, parts: Sequence[Part]) -> tuple[str, ...]:
    if wanted.mode == "lexical":
        return ()
    models = {view.model for view, _ in parts} or {usual_model()}
    return ("dense",) if any(questions.by(model) is None for model in models) else ()
