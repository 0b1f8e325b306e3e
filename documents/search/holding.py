"""Keep documents from being erased while something is made of them."""

from collections.abc import Iterable
from uuid import UUID

from django.db import connection


def hold_documents(document_ids: Iterable[UUID]) -> None:
    """Let nobody erase those of these documents that exist until the caller's transaction ends.

    They may be changed and held by others meanwhile. Whoever also locks rows that an erasure changes holds first.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM document WHERE id = ANY(%s) ORDER BY id FOR KEY SHARE", [list(document_ids)]
        )
