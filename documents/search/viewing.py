"""Read what one person sees of the index versions that answer."""

import json
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.db import connection

from documents.models import LiveIndex
from documents.ranking.weighing import Weights
from documents.search.filters import refuse_unknown
from documents.search.settings import SearchSettings
from documents.search.statement import VIEW, View
from documents.search.vectors import kind_of
from tenants.types import Actor

# Where a row of VIEW says whether collections have index versions of their own.
_HAS_OTHERS = 14


def read_views(actor: Actor, collections: Sequence[str]) -> list[View]:
    """Return a view for each index version that answers for some of these collections, for all where none is named.

    Where one version answers for the whole tenant, this is one statement. Raise Invalid for an unknown collection.
    """
    row = _row(actor, LiveIndex.TENANT, collections, everything=not collections)
    if row is None:
        return []
    if not row[_HAS_OTHERS]:
        refuse_unknown(collections, row[7])
        return [_view(row, everything=not collections)]
    rows = [
        _row(actor, key, slugs, everything=False)
        for key, slugs in _slugs_by_pointer(collections).items()
        if slugs
    ]
    found = [row for row in rows if row is not None]
    refuse_unknown(collections, [slug for row in found for slug in row[7]])
    return [_view(row, everything=False) for row in found if row[6]] or [_view(row, everything=False)]


def _slugs_by_pointer(collections: Sequence[str]) -> dict[int, list[str]]:
    """Return which of these collections, or of all, answer by which pointer; those of one version by one of them."""
    values: list[Any] = [not collections, list(collections)]
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT k.slug, CASE WHEN l.index_version_id IS NULL OR l.index_version_id = t.index_version_id THEN 0
                ELSE min(l.id) OVER (PARTITION BY l.index_version_id) END
            FROM collection k LEFT JOIN live_index l ON l.id = k.id JOIN live_index t ON t.id = 0
            WHERE %s::boolean OR k.slug = ANY(%s::text[]) ORDER BY k.id
            """,
            values,
        )
        rows = cursor.fetchall()
    # What does not exist is asked of the tenant's, which does not see it.
    unknown = set(collections) - {slug for slug, _ in rows}
    found: defaultdict[int, list[str]] = defaultdict(list, {LiveIndex.TENANT: sorted(unknown)})
    for slug, key in rows:
        found[key].append(slug)
    return dict(found)


def _row(actor: Actor, key: int, slugs: Sequence[str], *, everything: bool) -> tuple[Any, ...] | None:
    values: list[Any] = [key, actor.sees_everything, list(actor.reader_tokens), list(slugs), everything]
    with connection.cursor() as cursor:
        cursor.execute(VIEW, values)
        row: tuple[Any, ...] | None = cursor.fetchone()
    return row


def _view(row: tuple[Any, ...], *, everything: bool) -> View:
    index_id, splitting, has_hnsw, embedder, dimensions, audiences, collections, _, *counts = row
    visible, terms, is_whole, languages, revision, precision, _, settings, weights, ranker, total = counts
    return View(
        index_id=index_id,
        splitting=splitting,
        has_hnsw=has_hnsw,
        embedder=embedder,
        revision=revision,
        kind=kind_of({"precision": precision, "dimensions": dimensions}),
        audiences=tuple(audiences),
        collections=None if everything else tuple(collections),
        visible=visible,
        terms=terms,
        is_whole=is_whole,
        languages=json.loads(languages),
        settings=SearchSettings.stored(json.loads(settings) if settings else None),
        weights={slug: Weights.stored(own) for slug, own in json.loads(weights or "{}").items()},
        ranker=json.loads(ranker) if ranker else None,
        total=total,
    )
