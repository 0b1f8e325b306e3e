"""Chunks are counted and asked in the language that they were cut in, whatever their version is read as later."""

from typing import Any

import pytest
from django.db import connection, transaction
from rest_framework.test import APIClient

from documents.indexing import parse
from documents.ingest.types import ConverterSettings, Extracted
from project.kernel.db import TenantRef, tenant_scope
from tests.integration.documents.conftest import Upload
from tests.integration.documents.test_index_scopes import build
from tests.integration.documents.test_indexes_api import Run
from tests.integration.documents.test_reading_again import PAGE, WHOLE_PAGES, promote, reclaim

ENGLISH = "The annual leave of all of the employees is thirty days, and it is asked for at the office."
GERMAN = "Die Anträge auf Urlaub werden von allen Mitarbeitern im Büro eingereicht und dort geprüft."
COUNTED = "SELECT language, chunks, terms FROM corpus_statistic ORDER BY language"
RECOUNTED = """
    SELECT language, count(*), sum(terms) FROM chunk GROUP BY splitting, collection_id, audience_id, language
    ORDER BY language
"""


@pytest.fixture
def document(
    client: APIClient, upload: Upload, run_jobs: Run, monkeypatch: pytest.MonkeyPatch
) -> dict[str, Any]:
    """Return a document whose main content is English, and whose whole page is German."""

    class Sandbox:
        def convert(self, content: bytes, name: str, settings: ConverterSettings, *others: Any) -> Extracted:
            return Extracted(text=ENGLISH if settings.main_content_only else GERMAN)

    monkeypatch.setattr(parse, "converting_sandbox", Sandbox)
    uploaded = upload(PAGE, name="leave.html")
    run_jobs()
    return uploaded


def rows(tenant: TenantRef, sql: str) -> list[tuple[Any, ...]]:
    with tenant_scope(tenant), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())


def test_what_was_read_as_german_is_asked_in_german(
    client: APIClient, document: dict[str, Any], tenant: TenantRef, run_jobs: Run
) -> None:
    promote(client, build(client, run_jobs, **WHOLE_PAGES))
    assert [row[0] for row in rows(tenant, COUNTED)] == ["de", "en"]
    asked = {"query": "Antrag", "mode": "lexical", "settings": {"correct_spelling": False}}
    assert len(client.post("/api/v1/search", asked, format="json").json()["results"]) == 1


def test_counts_stay_right_when_a_version_takes_over_another_text(
    client: APIClient, document: dict[str, Any], tenant: TenantRef, run_jobs: Run
) -> None:
    promote(client, build(client, run_jobs, **WHOLE_PAGES))
    reclaim(tenant, run_jobs)
    assert rows(tenant, COUNTED) == rows(tenant, RECOUNTED)
    assert [row[0] for row in rows(tenant, COUNTED)] == ["de"]
    assert client.delete(f"/api/v1/documents/{document['id']}").status_code == 204
    assert rows(tenant, COUNTED) == []
