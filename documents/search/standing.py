"""Say what an answer rests on beside its question: what its asker sees, what answers, how each document stands."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

from documents.search.settings import SearchSettings
from documents.search.tuning import SETTINGS
from tenants.types import Actor

SYNONYMS = "synonyms"
# What a tenant keeps there that changes no answer.
WITHOUT_EFFECT = ("canaries", "canaries_erased", "ranker_trial", "recall", "recounted", "weights_trials")


@dataclass(frozen=True, kw_only=True)
class Ground:
    """Name what a person's answers are made from: audiences, the index versions that answer, names and settings."""

    audiences: tuple[int, ...]
    indexes: tuple[str, ...]
    # Digests of what the collections are called and set to, and of what the tenant has set or learned for its search.
    collections: str
    tuning: str
    search: SearchSettings
    synonyms: Any


@dataclass(frozen=True, kw_only=True)
class DocumentState:
    """Say which version of a document answers; `digest` changes with whatever is changed of it."""

    version: int
    title: str
    digest: UUID
    # Whether the person who asks may read it.
    is_visible: bool


def ground_of(*, actor: Actor) -> Ground:
    """Return what the actor's answers are made from at this moment."""
    values: list[Any] = [
        actor.sees_everything,
        list(actor.reader_tokens),
        list(WITHOUT_EFFECT),
        [SETTINGS, SYNONYMS],
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT ARRAY(SELECT id FROM audience WHERE id > 0 AND (%s::boolean OR readers && %s::text[]) ORDER BY id),
                ARRAY(SELECT id || ':' || index_version_id FROM live_index ORDER BY id),
                coalesce((SELECT md5(string_agg(concat_ws(' ', id, slug, settings::text), ' ' ORDER BY id))
                    FROM collection), ''),
                coalesce((SELECT md5(string_agg(key || ' ' || value::text, ' ' ORDER BY key))
                    FROM tuning WHERE key <> ALL(%s::text[])), ''),
                (SELECT jsonb_object_agg(key, value) FROM tuning WHERE key = ANY(%s::text[]))
            """,
            values,
        )
        audiences, indexes, collections, tuning, held = cursor.fetchone()
    held = json.loads(held) if isinstance(held, str) else held or {}
    return Ground(
        audiences=tuple(audiences),
        indexes=tuple(indexes),
        collections=collections,
        tuning=tuning,
        search=SearchSettings.stored(held.get(SETTINGS)),
        synonyms=held.get(SYNONYMS),
    )


def corpus_of(*, actor: Actor) -> UUID:
    """Return a digest of what answers for the actor at this moment: another once a text comes, goes or is replaced."""
    values: list[Any] = [actor.sees_everything, list(actor.reader_tokens)]
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT md5(concat_ws(' ', (SELECT string_agg(concat_ws(' ', s.splitting, s.collection_id, s.audience_id,
                        s.language, s.chunks, s.terms), ','
                    ORDER BY s.splitting, s.collection_id, s.audience_id, s.language)
                FROM corpus_statistic s JOIN audience a ON a.id = s.audience_id
                WHERE s.splitting > 0 AND a.id > 0 AND (%s::boolean OR a.readers && %s::text[])),
                (SELECT max(status_since) FROM document WHERE status = 'ready')))::uuid
            """,
            values,
        )
        [(digest,)] = cursor.fetchall()
        assert isinstance(digest, UUID)
        return digest


def states_of(*, actor: Actor, document_ids: Collection[UUID]) -> Mapping[UUID, DocumentState]:
    """Return how those of these documents stand that answer now: not erased, expired, withdrawn or replaced."""
    if not document_ids:
        return {}
    values: list[Any] = [actor.sees_everything, list(actor.reader_tokens), list(document_ids)]
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT d.id, v.number, d.title, md5(concat_ws(' ', d.live_version_id, d.collection_id, d.audience_id,
                    quote_literal(d.title), quote_literal(d.url), quote_literal(d.external_id),
                    d.metadata::text))::uuid,
                a.id > 0 AND (%s::boolean OR a.readers && %s::text[])
            FROM document d JOIN document_version v ON v.id = d.live_version_id
            JOIN audience a ON a.id = d.audience_id
            WHERE d.id = ANY(%s::uuid[]) AND NOT d.is_withdrawn AND (d.expires_at IS NULL OR d.expires_at > now())
                AND NOT EXISTS (SELECT 1 FROM document s
                    WHERE s.supersedes_id = d.id AND s.live_version_id IS NOT NULL)
            """,
            values,
        )
        return {
            key: DocumentState(version=number, title=title, digest=digest, is_visible=is_visible)
            for key, number, title, digest, is_visible in cursor.fetchall()
        }
