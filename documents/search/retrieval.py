"""Answer a search: embed the question, take candidates of both legs, fuse and rank them."""

import json
import logging
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction

from documents.context import query_embedder
from documents.embedding.registry import ENTRIES
from documents.embedding.types import EMBEDDER_DOWN, Vectors
from documents.lexical.analyzer import Analyzer
from documents.lexical.language import asked_languages
from documents.ranking.fusion import fuse
from documents.ranking.ranker import NoRanker, Ranker
from documents.search.filters import Condition, compile_filter, read_filter, refuse_unknown
from documents.search.graph import reach
from documents.search.statement import VIEW, Asked, View, candidates, count_matches
from documents.search.vectors import EXACT_ROWS
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
# Which embedder a tenant's live index used when it was last asked: a guess, which the view confirms or corrects.
_embedders: dict[UUID, str] = {}


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
    embedder, vector, degraded = _embed(wanted, _embedders.get(actor.tenant.id, settings.EMBEDDER))
    watch.lap("embed")
    view, found = _search(wanted, embedder, vector, watch)
    if view is not None and view.embedder != embedder:
        # Another index version answers than the last time: never ask it with another model's vector.
        _embedders[actor.tenant.id] = view.embedder
        embedder, vector, degraded = _embed(wanted, view.embedder)
        watch.lap("embed")
        view, found = _search(wanted, embedder, vector, watch)
    best = _fused(wanted, found, view.embedder if view else "")
    watch.lap("fuse")
    if rerank:
        degraded = (*degraded, "rerank")
    best = _ranker.rank(wanted.question, best)[: wanted.k]
    watch.lap("rerank")
    return SearchResult(
        query_id=uuid7(),
        passages=tuple(best),
        index_version=view.index_id if view else 0,
        degraded=degraded,
        timings_ms=watch.all(),
        explanation=_explained(wanted, view, found) if view else {},
    )


def _explained(wanted: Wanted, view: View, found: list[Row]) -> dict[str, object]:
    """Say what was searched for, among how much, and how many candidates the legs brought to the fusion."""
    return {
        "mode": wanted.mode,
        "terms": list(_terms(wanted.question, view)),
        "languages": list(asked_languages(wanted.question, view.languages)),
        "embedder": view.embedder,
        "visible_chunks": view.visible,
        "candidates": len(found),
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


def _embed(wanted: Wanted, embedder: str) -> tuple[str, Vectors | None, tuple[str, ...]]:
    """Embed the question before any transaction; without its model the lexical leg searches alone."""
    if wanted.mode == "lexical":
        return embedder, None, ()
    try:
        return embedder, query_embedder(embedder).embed_query(wanted.question), ()
    except EMBEDDER_DOWN as failure:
        logger.warning("questions cannot be embedded", extra={"embedder": embedder, "reason": str(failure)})
        return embedder, None, ("dense",)


def _search(
    wanted: Wanted, embedder: str, vector: Vectors | None, watch: Stopwatch
) -> tuple[View | None, list[Row]]:
    with transaction.atomic():
        view = _view(wanted)
        if view is None or (vector is not None and view.embedder != embedder):
            return view, []
        asked = _asked(wanted, view, vector)
        watch.lap("view")
        rows = _candidates(view, asked)
        watch.lap("legs")
    return view, rows


def _view(wanted: Wanted) -> View | None:
    everything = not wanted.collections
    values: list[Any] = [
        wanted.actor.sees_everything,
        list(wanted.actor.reader_tokens),
        list(wanted.collections),
        everything,
    ]
    with connection.cursor() as cursor:
        cursor.execute(VIEW, values)
        row = cursor.fetchone()
    if row is None:
        return None
    index_id, splitting, has_hnsw, embedder, dimensions, audiences, collections, slugs, *counts = row
    visible, terms, is_whole, languages = counts
    refuse_unknown(wanted.collections, slugs)
    return View(
        index_id=index_id,
        splitting=splitting,
        has_hnsw=has_hnsw,
        embedder=embedder,
        dimensions=dimensions,
        audiences=tuple(audiences),
        collections=None if everything else tuple(collections),
        visible=visible,
        terms=terms,
        is_whole=is_whole,
        languages=json.loads(languages),
    )


def _asked(wanted: Wanted, view: View, vector: Vectors | None) -> Asked:
    condition, parameters = compile_filter(wanted.conditions)
    terms = () if wanted.mode == "dense" and vector is not None else _terms(wanted.question, view)
    return Asked(
        vector=None if vector is None else "[" + ",".join(map(repr, vector.tolist())) + "]",
        terms=terms,
        depth=max(wanted.k, LEAST_DEPTH),
        condition=condition,
        parameters=parameters,
    )


def _terms(question: str, view: View) -> tuple[str, ...]:
    return _analyzer.query_terms(question, asked_languages(question, view.languages))


def _candidates(view: View, asked: Asked) -> list[Row]:
    with connection.cursor() as cursor:
        is_large = _is_large(cursor, view, asked)
        by_graph = is_large and asked.vector is not None and view.has_hnsw
        if by_graph:
            reach(cursor, asked.depth)
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


def _fused(wanted: Wanted, found: Sequence[Row], embedder: str) -> tuple[Passage, ...]:
    by_key = {row[3]: row for row in found}
    fused = fuse(
        {key: row[0] for key, row in by_key.items() if row[0] is not None},
        {key: row[1] for key, row in by_key.items() if row[1] is not None},
        lexical_ceiling=float(found[0][2]) if found else 0.0,
        unrelated_cosine=ENTRIES[embedder].unrelated_cosine if embedder in ENTRIES else 0.0,
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
