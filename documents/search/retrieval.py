"""Answer a search: embed the question, take candidates of both legs, fuse and rank them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction

from documents.lexical.language import asked_languages
from documents.search.asking import Mode, Wanted, checked
from documents.search.legs import bounds_of, found_by_legs, terms_of
from documents.search.merging import Balance, Part, balanced, merged
from documents.search.questions import Questions, Unembedded, usual_model
from documents.search.ranked import ranked
from documents.search.spelling import Spelling
from documents.search.statement import Model
from documents.search.timing import Stopwatch
from documents.search.trying import changed_views, with_changes
from documents.search.viewing import read_views
from documents.search.wording import Bounds
from documents.types import SearchResult
from project.kernel.ids import uuid7
from tenants.types import Actor

# What each index version brings, what bounded it, and what misspelt words were taken for.
Found = tuple[list[Part], Bounds, Spelling]

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
) -> SearchResult:
    """Return the best `min(k, visible matches)` passages for the actor; raise Invalid for a wrong question.

    In the modes hybrid and dense every visible chunk that the filter leaves is a match; in the mode lexical each that
    holds a term of the question. Without the embedding model the search is lexical and `degraded` names "dense".
    """
    watch = Stopwatch()
    wanted = with_changes(checked(actor, question, k, mode, collections, filter or {}), settings or {})
    questions = Questions(wanted.question)
    if mode != "lexical":
        questions.embed(_models.get(actor.tenant.id) or [usual_model()])
    watch.lap("embed")
    parts, bounds, spelling = _search(wanted, questions, watch)
    degraded = (*_missing(wanted, questions, parts), *bounds.degraded)
    weighed = [balanced(wanted.question, part) for part in parts]
    best = merged(wanted, parts, weighed)
    watch.lap("fuse")
    order = ranked(wanted, rerank, parts, best)
    watch.lap("rerank")
    return SearchResult(
        query_id=uuid7(),
        passages=order.passages[: wanted.k],
        index_version=parts[0][0].index_id if parts else 0,
        degraded=(*degraded, *order.degraded),
        ranked_by=order.ranked_by,
        timings_ms=watch.all(),
        explanation={
            **_explained(wanted, parts, weighed),
            **bounds.explained(),
            **spelling.explained(),
            **order.explained(),
        }
        if parts
        else {},
    )


def _explained(wanted: Wanted, parts: Sequence[Part], weighed: Sequence[Balance]) -> dict[str, object]:
    """Say what was searched for, among how much, and how many candidates the legs brought to the fusion."""
    languages: Counter[str] = Counter()
    for view, _ in parts:
        languages.update(view.languages)
    return {
        "mode": wanted.mode,
        "terms": list(terms_of(wanted.question, languages)),
        "languages": list(asked_languages(wanted.question, languages)),
        "embedder": ", ".join(dict.fromkeys(view.embedder for view, _ in parts)),
        "index_versions": [view.index_id for view, _ in parts],
        "visible_chunks": sum(view.visible for view, _ in parts),
        "candidates": sum(len(found) for _, found in parts),
        "fusion": [balance.explained() for balance in weighed],
    }


def _search(wanted: Wanted, questions: Questions, watch: Stopwatch) -> Found:
    """Return what each index version that answers here brings, all of one moment."""
    while True:
        try:
            return _search_at_once(wanted, questions, watch)
        except Unembedded as unembedded:
            # Another index version answers than the last time: never ask it with another model's vector.
            questions.embed(unembedded.models)
            watch.lap("embed")


@transaction.atomic
def _search_at_once(wanted: Wanted, questions: Questions, watch: Stopwatch) -> Found:
    views = changed_views(read_views(wanted.actor, wanted.collections), wanted.changes)
    models = frozenset(view.model for view in views)
    if wanted.mode != "lexical" and models:
        _models[wanted.actor.tenant.id] = models
        if unembedded := questions.without(models):
            raise Unembedded(unembedded)
    watch.lap("view")
    bounds = bounds_of(wanted, views)
    watch.lap("wording")
    spelling = Spelling(kept=wanted.wording.quoted)
    parts = [
        (view, found_by_legs(wanted, view, questions, bounds.of(number), spelling))
        for number, view in enumerate(views)
    ]
    watch.lap("legs")
    return parts, bounds, spelling


def _missing(wanted: Wanted, questions: Questions, parts: Sequence[Part]) -> tuple[str, ...]:
    if wanted.mode == "lexical":
        return ()
    models = {view.model for view, _ in parts} or {usual_model()}
    return ("dense",) if any(questions.by(model) is None for model in models) else ()
