"""Keep with each version what its document was, and what became of it."""

from collections.abc import Collection
from uuid import UUID

from django.db import connection


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
                error_code = d.error_code, error_detail = d.error_detail, warnings = d.warnings,
                page_count = d.page_count,
                chunk_count = CASE WHEN d.status = 'ready' THEN d.chunk_count ELSE 0 END,
                ready_at = CASE WHEN d.status = 'ready' THEN now() END
            FROM document d WHERE d.id = ANY(%s::uuid[]) AND v.document_id = d.id AND v.number = d.latest_version
                AND d.status IN ('ready', 'failed', 'quarantined')
            """,
            [list(document_ids)],
        )
