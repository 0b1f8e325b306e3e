"""Answer a search: embed the question, take candidates of both legs, fuse and rank them."""

import logging
import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction

from documents.context import query_embedder
from documents.embedding.registry import entries, entry_of_revision
from documents.embedding.types import EMBEDDER_DOWN
from documents.lexical.analyzer import Analyzer
from documents.lexical.language import asked_languages
from documents.ranking.fusion import fuse
from documents.ranking.ranker import NoRanker, Ranker
from documents.search.filters import Condition, compile_filter, read_filter
from documents.search.graph import reach
from documents.search.statement import Asked, Model, QuestionVector, View, candidates, count_matches
from documents.search.vectors import EXACT_ROWS
from documents.search.viewing import read_views
from documents.types import DocumentRef, Passage, Scores, SearchResult
from project.kernel.errors import FieldError, Invalid
from project.kernel.ids import uuid7
from tenants.types import Actor

logger = logging.getLogger(__name__)
Mode = Literal["hybrid", "dense", "lexical"]
# Each leg looks at least this deep, so that what only one of them likes may still rise.
LEAST_DEPTH = 50
MOST_PASSAGES = 1_000

_analyzer = Analyzer()
_ranker: Ranker = NoRanker()
# Which models a tenant's live indexes used when they were last asked: a guess, which the views confirm or correct.
_models: dict[UUID, frozenset[Model]] = {}


@dataclass
class Stopwatch:
    """Note how long each stage took, in milliseconds."""

    begun: float = field(default_factory=time.perf_counter)
    lapped: float = field(default_factory=time.perf_counter)
    laps: dict[str, float] = field(default_factory=dict)

    def lap(self, stage: str) -> None:
        """End a stage and begin the next."""
        now = time.perf_counter()
        self.laps[stage] = self.laps.get(stage, 0.0) + _milliseconds(now - self.lapped)
        self.lapped = now

    def all(self) -> dict[str, float]:
        """Return every stage and the total; one statement finds what both legs find, so both show its time."""
        legs = self.laps.get("legs", 0.0)
        total = _milliseconds(time.perf_counter() - self.begun)
        return {**self.laps, "dense": legs, "lexical": legs, "total": total}


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Hold a question as it was asked, checked."""

    actor: Actor
    question: str
    k: int
    mode: Mode
    collections: tuple[str, ...]
    conditions: tuple[Condition, ...]


class _Unembedded(Exception):
    """Leave a search that needs the question by other models too, before which there may be no transaction."""

    def __init__(self, models: frozenset[Model]) -> None:
        super().__init__("the question is to be embedded first")
        self.models = models


class _Questions:
    """Hold a question by each model that embedded it, once; None where the model is down."""

    def __init__(self, question: str) -> None:
        self._question = question
        self._known: dict[Model, QuestionVector | None] = {}

    def embed(self, models: Iterable[Model]) -> None:
        """Embed the question by those models that have not yet, outside of any transaction."""
        for model in models:
            if model not in self._known:
                self._known[model] = _embedded(self._question, model)

    def by(self, model: Model) -> QuestionVector | None:
        """Return the question by a model; raise _Unembedded where it did not embed it yet."""
        if model not in self._known:
            raise _Unembedded(frozenset([model]))
        return self._known[model]

    def without(self, models: Iterable[Model]) -> frozenset[Model]:
        """Return which of these models have not embedded the question yet."""
        return frozenset(models) - self._known.keys()


# What a person sees of one index version, and what was found there.
Part = tuple[View, list["Row"]]
# Dense score, lexical score, ceiling of the lexical one, the chunk's key, then what is shown of it.
Row = tuple[Any, ...]


def passages(
    *,
    actor: Actor,
    question: str,
    k: int = 10,
    mode: Mode = "hybrid",
    rerank: bool | None = None,
    collections: Sequence[str] = (),
    filter: Mapping[str, Any] | None = None,  # noqa: A002 - the contract's name
) -> SearchResult:
    """Return the best `min(k, visible matches)` passages for the actor; raise Invalid for a wrong question.

    In the modes hybrid and dense every visible chunk that the filter leaves is a match; in the mode lexical each that
    holds a term of the question. Without the embedding model the search is lexical and `degraded` names "dense".
    """
    watch = Stopwatch()
    wanted = _checked(actor, question, k, mode, collections, filter or {})
    questions = _Questions(wanted.question)
    if mode != "lexical":
        questions.embed(_models.get(actor.tenant.id) or [_usual_model()])
    watch.lap("embed")
    parts = _search(wanted, questions, watch)
    degraded = _missing(wanted, questions, parts)
    best = _merged(wanted, parts)
    watch.lap("fuse")
    if rerank:
        degraded = (*degraded, "rerank")
    best = _ranker.rank(wanted.question, best)[: wanted.k]
    watch.lap("rerank")
    return SearchResult(
        query_id=uuid7(),
        passages=tuple(best),
        index_version=parts[0][0].index_id if parts else 0,
        degraded=degraded,
        timings_ms=watch.all(),
        explanation=_explained(wanted, parts) if parts else {},
    )


def _explained(wanted: Wanted, parts: Sequence[Part]) -> dict[str, object]:
    """Say what was searched for, among how much, and how many candidates the legs brought to the fusion."""
    languages: Counter[str] = Counter()
    for view, _ in parts:
        languages.update(view.languages)
    return {
        "mode": wanted.mode,
        "terms": list(_terms(wanted.question, languages)),
        "languages": list(asked_languages(wanted.question, languages)),
        "embedder": ", ".join(dict.fromkeys(view.embedder for view, _ in parts)),
        "index_versions": [view.index_id for view, _ in parts],
        "visible_chunks": sum(view.visible for view, _ in parts),
        "candidates": sum(len(found) for _, found in parts),
    }


def _checked(
    actor: Actor, question: str, k: int, mode: Mode, collections: Sequence[str], wanted: Mapping[str, Any]
) -> Wanted:
    question = question.replace("\x00", " ").strip()
    wrong: list[FieldError] = []
    if not question:
        wrong.append(FieldError("query", "empty", "Expected a question."))
    if not 1 <= k <= MOST_PASSAGES:
        wrong.append(FieldError("k", "out_of_range", f"Expected 1 to {MOST_PASSAGES}."))
    if wrong:
        raise Invalid("The search is not as expected.", errors=wrong)
    return Wanted(
        actor=actor,
        question=question,
        k=k,
        mode=mode,
        collections=tuple(dict.fromkeys(collections)),
        conditions=read_filter(wanted),
    )


def _usual_model() -> Model:
    entry = entries().get(settings.EMBEDDER)
    return (settings.EMBEDDER, entry.revision if entry else "")


def _embedded(question: str, model: Model) -> QuestionVector | None:
    """Return the question as a revision of a model places it; without its model the lexical leg searches alone."""
    embedder, revision = model
    try:
        entry_of_revision(embedder, revision)
        values = query_embedder(embedder).embed_query(question)
    except EMBEDDER_DOWN as failure:
        logger.warning("questions cannot be embedded", extra={"embedder": embedder, "reason": str(failure)})
        return None
    return QuestionVector(embedder=embedder, revision=revision, values=values)


def _search(wanted: Wanted, questions: _Questions, watch: Stopwatch) -> list[Part]:
    """Return what each index version that answers here brings, all of one moment."""
    while True:
        try:
            return _search_at_once(wanted, questions, watch)
        except _Unembedded as unembedded:
            # Another index version answers than the last time: never ask it with another model's vector.
            questions.embed(unembedded.models)
            watch.lap("embed")


@transaction.atomic
def _search_at_once(wanted: Wanted, questions: _Questions, watch: Stopwatch) -> list[Part]:
    views = read_views(wanted.actor, wanted.collections)
    models = frozenset(view.model for view in views)
    if wanted.mode != "lexical" and models:
        _models[wanted.actor.tenant.id] = models
        if unembedded := questions.without(models):
            raise _Unembedded(unembedded)
    watch.lap("view")
    parts = [(view, _candidates(view, _asked(wanted, view, questions))) for view in views]
    watch.lap("legs")
    return parts


def _missing(wanted: Wanted, questions: _Questions, parts: Sequence[Part]) -> tuple[str, ...]:
    if wanted.mode == "lexical":
        return ()
    models = {view.model for view, _ in parts} or {_usual_model()}
    return ("dense",) if any(questions.by(model) is None for model in models) else ()


def _asked(wanted: Wanted, view: View, questions: _Questions) -> Asked:
    condition, parameters = compile_filter(wanted.conditions)
    vector = None if wanted.mode == "lexical" else questions.by(view.model)
    terms = () if wanted.mode == "dense" and vector is not None else _terms(wanted.question, view.languages)
    return Asked(
        vector=vector,
        terms=terms,
        depth=max(wanted.k, LEAST_DEPTH),
        condition=condition,
        parameters=parameters,
    )


def _terms(question: str, languages: Mapping[str, int]) -> tuple[str, ...]:
    return _analyzer.query_terms(question, asked_languages(question, languages))


def _candidates(view: View, asked: Asked) -> list[Row]:
    with connection.cursor() as cursor:
        is_large = _is_large(cursor, view, asked)
        by_graph = is_large and asked.vector is not None and view.has_hnsw
        if by_graph:
            reach(cursor, asked.depth * view.kind.sampling)
        cursor.execute(*candidates(view, asked, is_large=is_large, by_graph=by_graph))
        rows: list[Row] = cursor.fetchall()
        if by_graph and len(rows) < asked.depth:
            # The graph came back short although there are more matches: look at all of them.
            cursor.execute(*candidates(view, asked, is_large=True, by_graph=False))
            rows = cursor.fetchall()
    return rows


def _is_large(cursor: Any, view: View, asked: Asked) -> bool:
    if view.visible <= EXACT_ROWS or not asked.condition:
        return view.visible > EXACT_ROWS
    cursor.execute(*count_matches(view, asked))
    return int(cursor.fetchone()[0]) > EXACT_ROWS


def _merged(wanted: Wanted, parts: Sequence[Part]) -> tuple[Passage, ...]:
    """Return the best of all index versions: a fused score means the same whichever model gave the cosine."""
    best = [passage for view, found in parts for passage in _fused(wanted, found, view.embedder)]
    return tuple(
        best if len(parts) == 1 else sorted(best, key=lambda passage: -(passage.scores.fused or 0.0))
    )


def _fused(wanted: Wanted, found: Sequence[Row], embedder: str) -> tuple[Passage, ...]:
    by_key = {row[3]: row for row in found}
    known = entries().get(embedder)
    fused = fuse(
        {key: row[0] for key, row in by_key.items() if row[0] is not None},
        {key: row[1] for key, row in by_key.items() if row[1] is not None},
        lexical_ceiling=float(found[0][2]) if found else 0.0,
        unrelated_cosine=known.unrelated_cosine if known else 0.0,
    )
    # What comes further down is not shown, whatever a ranker makes of it: it need not be made a passage.
    best = fused[: max(wanted.k, LEAST_DEPTH)]
    return tuple(_passage(by_key[one.key], wanted.mode, one.score) for one in best)


def _passage(row: Row, mode: Mode, fused: float) -> Passage:
    dense, lexical, _, key, text, page, place, section, start, end, tokens, *others = row
    parent_start, parent_end, document_id, external_id, title, url, collection, version = others
    return Passage(
        chunk_id=key,
        document=DocumentRef(
            id=document_id,
            external_id=external_id,
            title=title,
            url=url,
            collection=collection,
            version=version,
        ),
        text=text,
        page=page,
        place=place,
        section=tuple(section),
        start=start,
        end=end,
        score=_score(mode, dense, lexical, fused),
        scores=Scores(dense=dense, lexical=lexical, fused=fused),
        tokens=tokens,
        parent=None if parent_start is None else (parent_start, parent_end),
    )


def _score(mode: Mode, dense: float | None, lexical: float | None, fused: float) -> float:
    if mode == "dense" and dense is not None:
        return dense
    if mode == "lexical" and lexical is not None:
        return lexical
    return fused


def _milliseconds(seconds: float) -> float:
    return round(seconds * 1000, 3)
