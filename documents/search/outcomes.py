"""Keep with each version what its document was, and what became of it."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db import connection

from documents.search.scopes import Scope


def keep_descriptions(document_ids: Collection[UUID]) -> None:
    """Keep with the latest version of these documents what is said of them now, in the caller's transaction."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE document_version v SET title = d.title, url = d.url, metadata = d.metadata
            FROM document d WHERE d.id = ANY(%s::uuid[]) AND v.document_id = d.id AND v.number = d.latest_version
            """,
            [list(document_ids)],
        )


def keep_outcomes(document_ids: Collection[UUID]) -> None:
    """Keep with the latest version of these documents what was read of it, and whether it is ready or why not."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE document_version v SET title = d.title, url = d.url, metadata = d.metadata, outcome = d.status,
                error_code = d.error_code, error_detail = d.error_detail,
                -- What is ready keeps those of its own text: another text may answer since it was read.
                warnings = CASE WHEN d.status = 'ready' THEN v.warnings ELSE d.warnings END,
                page_count = d.page_count,
                chunk_count = CASE WHEN d.status = 'ready' THEN d.chunk_count ELSE 0 END,
                ready_at = CASE WHEN d.status = 'ready' THEN now() END
            FROM document d WHERE d.id = ANY(%s::uuid[]) AND v.document_id = d.id AND v.number = d.latest_version
                AND d.status IN ('ready', 'failed', 'quarantined')
            """,
            [list(document_ids)],
        )


def show_readings_in(scope: Scope) -> None:
    """Show on the documents of some collections what was said of them when they were read as what answers asks."""
    _show_readings(*scope.condition("d.collection_id"))


def show_readings_of(document_ids: Collection[UUID]) -> None:
    """Show the same on these documents."""
    _show_readings("d.id = ANY(%s::uuid[])", [list(document_ids)])


def _show_readings(is_mine: str, mine: list[Any]) -> None:
    # Where a version was read in one way alone, that is shown already. What is not ready shows its own newer version.
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            UPDATE document d SET page_count = said.pages, warnings = said.warnings
            FROM (
                SELECT d.id, nullif(jsonb_array_length(coalesce(r.pages, v.pages)), 0) AS pages,
                    coalesce(r.warnings, v.warnings) AS warnings
                FROM document d JOIN document_version v ON v.id = d.live_version_id
                JOIN live_index l ON l.id = (SELECT max(o.id) FROM live_index o WHERE o.id IN (0, d.collection_id))
                JOIN index_version i ON i.id = l.index_version_id
                LEFT JOIN reading r ON r.version_id = v.id AND r.reading = i.reading AND v.reading <> i.reading
                WHERE {is_mine} AND d.status = 'ready'
                    AND EXISTS (SELECT 1 FROM reading other WHERE other.version_id = v.id)
            ) said WHERE said.id = d.id
            """,
            mine,
        )
