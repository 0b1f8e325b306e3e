"""Keep documents from being erased while something is made of them."""

from collections.abc import Iterable
from uuid import UUID

from django.db import connection


def hold_documents(document_ids: Iterable[UUID]) -> frozenset[UUID]:
    """Let nobody erase those of these documents that exist until the caller's transaction ends; return them.

    They may be changed and held by others meanwhile. Whoever also locks rows that an erasure changes holds first.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM document WHERE id = ANY(%s) ORDER BY id FOR KEY SHARE", [list(document_ids)]
        )
        return frozenset(row[0] for row in cursor.fetchall())
