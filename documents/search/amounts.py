"""Count what an index version would be built from."""

from dataclasses import dataclass

from django.db import connection

from documents.models.collections import WITHDRAWN
from documents.search.scopes import Scope

# Canaries are told in no figure that people read: see documents.canaries.
_PEOPLES = f"d.audience_id >= {WITHDRAWN}"


@dataclass(frozen=True, kw_only=True)
class Amounts:
    """Say how much answers in some collections: files, their text, and the chunks that are made of it."""

    documents: int
    file_bytes: int
    text_bytes: int
    chunks: int
    tokens: int
    chunk_bytes: int


def count_cuts(splittings: list[int], scope: Scope, *, overlap_tokens: int, at_most: int, room: int) -> int:
    """Return how many chunks sections of these lengths come to, at `room` tokens in one that is not the only one."""
    is_mine, mine = scope.condition("d.collection_id")
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            WITH section AS (
                SELECT greatest(sum(c.tokens) - %s * (count(*) - 1), 1) AS tokens FROM chunk c
                JOIN document d ON d.live_version_id = c.version_id
                WHERE c.splitting = ANY(%s::int[]) AND {_PEOPLES} AND {is_mine} GROUP BY c.version_id, c.section
            )
            SELECT coalesce(sum(CASE WHEN tokens <= %s THEN 1 ELSE ceil(tokens::numeric / %s) END), 0)::bigint
            FROM section
            """,
            [overlap_tokens, splittings, *mine, at_most, room],
        )
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def count_amounts(splittings: list[int], scope: Scope) -> Amounts:
    """Return what answers in the collections of a scope, cut in these ways."""
    is_mine, mine = scope.condition("d.collection_id")
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            WITH answering AS (
                SELECT v.id, v.size_bytes, octet_length(v.text) AS text_bytes FROM document d
                JOIN document_version v ON v.id = d.live_version_id WHERE {_PEOPLES} AND {is_mine}
            ), cut AS (
                SELECT count(*) AS chunks, sum(c.tokens) AS tokens, sum(octet_length(c.text)) AS bytes
                FROM chunk c WHERE c.splitting = ANY(%s::int[]) AND c.version_id IN (SELECT id FROM answering)
            )
            SELECT count(*), coalesce(sum(size_bytes), 0)::bigint, coalesce(sum(text_bytes), 0)::bigint,
                (SELECT chunks FROM cut), (SELECT coalesce(tokens, 0)::bigint FROM cut),
                (SELECT coalesce(bytes, 0)::bigint FROM cut)
            FROM answering
            """,
            [*mine, splittings],
        )
        row = cursor.fetchone()
    documents, file_bytes, text_bytes, chunks, tokens, chunk_bytes = row or (0,) * 6
    return Amounts(
        documents=documents,
        file_bytes=file_bytes,
        text_bytes=text_bytes,
        chunks=chunks,
        tokens=tokens,
        chunk_bytes=chunk_bytes,
    )
