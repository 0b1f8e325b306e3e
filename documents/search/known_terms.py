"""Read and keep the words that mean the same in a tenant: its own lists, and what its documents explain."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

from documents.questions.synonyms import key_of
from documents.questions.types import Definition, Synonyms
from documents.search.settings import SearchSettings
from documents.search.tuning import SETTINGS, lock_tuning, write_tuning
from tenants.types import Actor

SYNONYMS = "synonyms"
# Of a short form that many documents explain, as many readings are looked at.
MOST_FOUND = 200

# One statement for both: the groups that hold a term of the question, and what documents that answer explain, of which
# the asker sees at least one. A pair that an admin rejected is passed over.
_KNOWN = """
    WITH kept AS MATERIALIZED (SELECT value FROM tuning WHERE key = 'synonyms')
    SELECT (g -> 'terms')::text, coalesce((g ->> 'one_way')::bool, false), NULL, NULL, NULL::bigint
    FROM kept CROSS JOIN LATERAL jsonb_array_elements(kept.value -> 'groups') g
    WHERE jsonb_exists_any(g -> 'keys', %s::text[])
    UNION ALL
    (SELECT NULL, NULL, min(e.short), min(e.long), count(*)
    FROM definition e JOIN document d ON d.id = e.document_id AND d.live_version_id = e.version_id
    WHERE (e.short_key = ANY(%s::text[]) OR e.long_key = ANY(%s::text[]))
        AND d.audience_id = ANY(%s::int[]) AND NOT d.is_withdrawn AND (d.expires_at IS NULL OR d.expires_at > now())
        AND NOT EXISTS (SELECT 1 FROM kept
            WHERE jsonb_exists(kept.value -> 'rejected', e.short_key || chr(9) || e.long_key))
    GROUP BY e.short_key, e.long_key ORDER BY count(*) DESC, e.short_key, e.long_key LIMIT %s)
"""
# As shown to admins, each with the documents that it comes from.
_EXPLAINED = """
    SELECT min(e.short), min(e.long), (array_agg(d.id ORDER BY d.id))[1:3], (array_agg(d.title ORDER BY d.id))[1:3],
        count(*), EXISTS (SELECT 1 FROM tuning WHERE key = 'synonyms'
            AND jsonb_exists(value -> 'rejected', e.short_key || chr(9) || e.long_key))
    FROM definition e JOIN document d ON d.id = e.document_id AND d.live_version_id = e.version_id
    WHERE NOT d.is_withdrawn AND (d.expires_at IS NULL OR d.expires_at > now())
        AND EXISTS (SELECT 1 FROM audience a
            WHERE a.id = d.audience_id AND a.id > 0 AND (%s::boolean OR a.readers && %s::text[]))
    GROUP BY e.short_key, e.long_key ORDER BY count(*) DESC, e.short_key, e.long_key LIMIT %s
"""
MOST_SHOWN = 500


def terms_known(
    keys: Sequence[str], audiences: Sequence[int]
) -> tuple[tuple[Synonyms, ...], tuple[Definition, ...]]:
    """Return what of these terms the tenant has listed, and what documents of these audiences explain."""
    wanted: list[Any] = [*keys, *(key.removesuffix("s") for key in keys)]
    with connection.cursor() as cursor:
        cursor.execute(_KNOWN, [wanted, wanted, wanted, list(audiences), MOST_FOUND])
        rows = cursor.fetchall()
    own = (
        Synonyms(terms=tuple(json.loads(terms)), one_way=one_way)
        for terms, one_way, *_ in rows
        if terms is not None
    )
    mined = (
        Definition(short=short, long=long, documents=documents)
        for _, _, short, long, documents in rows
        if short is not None
    )
    return tuple(own), tuple(mined)


def keep_synonyms(value: Mapping[str, Any]) -> None:
    """Keep the tenant's own lists and what was rejected, each list with the keys by which a question finds it."""
    groups = [{**group, "keys": [key_of(term) for term in group["terms"]]} for group in value["groups"]]
    write_tuning(SYNONYMS, {**value, "groups": groups})
    mark_known()


def mark_known() -> None:
    """Let searches ask for known terms from now on."""
    settings = lock_tuning(SETTINGS) or {}
    if not SearchSettings.stored(settings).knows_terms:
        write_tuning(SETTINGS, {**settings, "knows_terms": True})


@dataclass(frozen=True, kw_only=True)
class Explained:
    """Hold a short form that documents explain, some of those that do, how many, and whether it was rejected."""

    short: str
    long: str
    documents: tuple[tuple[UUID, str], ...]
    count: int
    is_rejected: bool


def explained_pairs(actor: Actor) -> list[Explained]:
    """Return what the documents explain that the actor sees, what most of them do first."""
    with connection.cursor() as cursor:
        cursor.execute(_EXPLAINED, [actor.sees_everything, list(actor.reader_tokens), MOST_SHOWN])
        rows = cursor.fetchall()
    return [
        Explained(
            short=short,
            long=long,
            documents=tuple(zip(ids, titles, strict=True)),
            count=count,
            is_rejected=is_rejected,
        )
        for short, long, ids, titles, count, is_rejected in rows
    ]
