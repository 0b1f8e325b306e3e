"""Keep of each version only the texts that an index version needs."""

from collections.abc import Collection

from django.db import connection


def settle_readings(used: Collection[int], limit: int) -> int:
    """Remove some texts that no index version uses, in the caller's transaction; return how many.

    A version whose own text is no longer used takes over another one that is.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH next AS (
                SELECT DISTINCT ON (v.id) r.* FROM document_version v JOIN reading r ON r.version_id = v.id
                WHERE v.reading <> ALL(%s::int[]) AND r.reading = ANY(%s::int[])
                ORDER BY v.id, r.reading DESC LIMIT %s::int
            ), kept AS (
                -- The old text's chunks may be there still: they are counted in its language until they go.
                UPDATE chunk c SET language = v.language FROM next n JOIN document_version v ON v.id = n.version_id
                WHERE c.version_id = v.id AND c.language IS NULL
            ), taken AS (
                UPDATE document_version v SET reading = n.reading, text = n.text, language = n.language,
                    pages = n.pages, sections = n.sections, blocks = n.blocks, properties = n.properties,
                    warnings = n.warnings
                FROM next n WHERE v.id = n.version_id
            ), unused AS (
                SELECT id FROM next UNION SELECT id FROM (
                    SELECT id FROM reading WHERE reading <> ALL(%s::int[]) LIMIT %s::int) u
            )
            DELETE FROM reading r USING unused u WHERE r.id = u.id
            """,
            [list(used), list(used), limit, list(used), limit],
        )
        return int(cursor.rowcount)
