"""Of merged segments only those postings are taken apart that hold what is to go."""

from collections.abc import Callable

import pytest
from django.db import connection, transaction
from rest_framework.test import APIClient

from documents.search import visibility
from project.kernel.db import TenantRef, tenant_scope
from tests.factories.bulk import send_lines
from tests.integration.documents.test_statistics_stay_right import rows

HOLD = "SELECT term FROM posting WHERE %s = ANY(chunks) ORDER BY term"


@pytest.mark.parametrize("few", [0, 32])
def test_postings_are_narrowed_to_those_that_hold_a_chunk(
    client: APIClient,
    tenant: TenantRef,
    run_jobs: Callable[[], int],
    monkeypatch: pytest.MonkeyPatch,
    few: int,
) -> None:
    """By their maps where they have one, by their chunks where few go; the rest is taken apart."""
    monkeypatch.setattr("documents.search.postings.MAPPED_CHUNKS", 3)
    monkeypatch.setattr(visibility, "FEW", few)
    texts = ("Oil leaks.", "Oil and pumps.", "Oil and leave.", "Leave ends.", "Leave begins.", "Laptops end.")
    send_lines(client, *({"external_id": str(n), "collection": "hr", "text": t} for n, t in enumerate(texts)))
    run_jobs()
    with tenant_scope(tenant), transaction.atomic():
        (chunk, segment), *_ = rows("SELECT id, segment FROM chunk ORDER BY id LIMIT 1")
        narrowed = f"SELECT p.term, p.bits IS NULL FROM {visibility.HOLDING} ORDER BY 1"
        # Laid out before the cursor is opened that binds it.
        values = visibility.holding([chunk], [segment])
        with connection.cursor() as cursor:
            cursor.execute(narrowed, values)
            found = cursor.fetchall()
            cursor.execute(HOLD, [chunk])
            holding = {term for (term,) in cursor.fetchall()}
    assert {term for term, is_rare in found if not (few == 0 and is_rare)} <= holding
    assert holding <= {term for term, _ in found}
