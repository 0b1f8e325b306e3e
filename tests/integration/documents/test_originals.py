"""A line of a bulk upload is kept as it came, in its version's row: handed over, read again and erased from there."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from documents.access import passages_by_id
from documents.models import Chunk, Document, DocumentVersion, Reading
from project.kernel.db import TenantRef, tenant_scope
from tenants.types import Actor
from tests.factories.bulk import LINE, send_lines
from tests.integration.documents.test_index_scopes import build
from tests.integration.documents.test_reading_again import WHOLE_PAGES

Run = Callable[[], int]
DOCUMENTS = "/api/v1/documents"
TEXT = "  Leave\u00ad is \t twelve\r\nweeks.\n\n\n\nÄsk.  "


@pytest.fixture
def line(client: APIClient, run_jobs: Run) -> dict[str, Any]:
    """Return a document that came as a line."""
    send_lines(client, {**LINE, "text": TEXT})
    run_jobs()
    document: dict[str, Any] = client.get(DOCUMENTS).json()["results"][0]
    return document


def file_of(client: APIClient, document: dict[str, Any], query: str = "") -> bytes:
    """Return the bytes that are handed over."""
    answer: Any = client.get(f"{DOCUMENTS}/{document['id']}/file{query}")
    return b"".join(answer.streaming_content)


def test_a_line_is_handed_over_as_it_came_and_leaves_no_file(
    client: APIClient, line: dict[str, Any], tenant: TenantRef
) -> None:
    assert file_of(client, line) == TEXT.encode()
    assert default_storage.listdir(tenant.schema)[1] == []


def test_each_version_keeps_its_own_line_a_restored_one_that_which_it_was_made_from(
    client: APIClient, line: dict[str, Any], run_jobs: Run
) -> None:
    send_lines(client, {**LINE, "text": "Leave is ten weeks."})
    run_jobs()
    assert client.post(f"{DOCUMENTS}/{line['id']}/versions/1/restore").status_code == 202
    run_jobs()
    assert file_of(client, line, "?version=2") == b"Leave is ten weeks."
    assert file_of(client, line) == file_of(client, line, "?version=1") == TEXT.encode()


def kept_bytes(tenant: TenantRef) -> list[tuple[int, bool, int | None]]:
    """Return of each version whether its row holds bytes, and which version it shares those of."""
    with tenant_scope(tenant), transaction.atomic():
        rows = DocumentVersion.objects.order_by("number").values_list("number", "content", "content_of")
        return [(number, content is not None, shared) for number, content, shared in rows]


def test_a_line_that_is_restored_or_read_again_is_kept_once(
    client: APIClient, line: dict[str, Any], run_jobs: Run, tenant: TenantRef
) -> None:
    send_lines(client, {**LINE, "text": "Leave is ten weeks."})
    run_jobs()
    for number in (1, 2, 3):
        assert client.post(f"{DOCUMENTS}/{line['id']}/versions/{number}/restore").status_code == 202
        run_jobs()
    assert kept_bytes(tenant) == [
        (1, True, None),
        (2, True, None),
        (3, False, 1),
        (4, False, 2),
        (5, False, 1),
    ]
    assert file_of(client, line) == file_of(client, line, "?version=3") == TEXT.encode()
    build(client, run_jobs, **WHOLE_PAGES)
    with tenant_scope(tenant), transaction.atomic():
        texts = Reading.objects.filter(version__document_id=line["id"]).values_list("text", flat=True)
        assert "Leave is twelve\nweeks.\n\n\u00c4sk." in texts


def test_a_shared_line_goes_with_its_document(
    client: APIClient, line: dict[str, Any], run_jobs: Run, tenant: TenantRef
) -> None:
    """Nothing of it stays, and the report counts it once."""
    send_lines(client, {**LINE, "text": "Leave is ten weeks."})
    run_jobs()
    client.post(f"{DOCUMENTS}/{line['id']}/versions/1/restore")
    run_jobs()
    assert client.delete(f"{DOCUMENTS}/{line['id']}").status_code == 204
    run_jobs()
    report = client.get(f"{DOCUMENTS}/{line['id']}/deletion").json()
    assert (report["removed"]["files"], kept_bytes(tenant)) == (2, [])


def test_a_line_that_is_shared_cannot_be_taken_from_under_those_who_share_it(
    client: APIClient, line: dict[str, Any], run_jobs: Run, tenant: TenantRef
) -> None:
    send_lines(client, {**LINE, "text": "Leave is ten weeks."})
    run_jobs()
    client.post(f"{DOCUMENTS}/{line['id']}/versions/1/restore")
    with (
        pytest.raises(IntegrityError, match="version_line_is_there"),
        tenant_scope(tenant),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE document_version SET number = 9 WHERE number = 1")


def test_a_candidate_reads_a_line_again(
    client: APIClient, line: dict[str, Any], run_jobs: Run, tenant: TenantRef
) -> None:
    build(client, run_jobs, **WHOLE_PAGES)
    with tenant_scope(tenant), transaction.atomic():
        assert Reading.objects.get(version__document_id=line["id"]).text == "Leave is twelve\nweeks.\n\nÄsk."


def test_an_erased_line_is_counted_in_the_report(
    client: APIClient, line: dict[str, Any], run_jobs: Run
) -> None:
    client.delete(f"{DOCUMENTS}/{line['id']}")
    run_jobs()
    assert client.get(f"{DOCUMENTS}/{line['id']}/deletion").json()["removed"]["files"] == 1


def test_a_list_of_versions_does_not_read_their_bytes(line: dict[str, Any], tenant: TenantRef) -> None:
    with tenant_scope(tenant), transaction.atomic():
        version = DocumentVersion.objects.get(document_id=line["id"])
        assert "content" in version.get_deferred_fields()


def test_what_leads_to_a_version_does_not_read_its_bytes(
    client: APIClient, line: dict[str, Any], run_jobs: Run, tenant: TenantRef, ada: Actor
) -> None:
    build(client, run_jobs, **WHOLE_PAGES)
    with tenant_scope(tenant), transaction.atomic(), CaptureQueriesContext(connection) as asked:
        document = Document.objects.get(pk=line["id"])
        reading, chunk = Reading.objects.first(), Chunk.objects.first()
        assert document.live_version
        assert reading
        assert chunk
        versions = [document.live_version, reading.version, chunk.version, *document.versions.all()]
        for version in versions:
            version.refresh_from_db()
            version.save(update_fields=["title"])
        assert passages_by_id(actor=ada, chunk_ids=[chunk.key])
    said = " ".join(query["sql"] for query in asked.captured_queries)
    assert not any(f'"document_version"."{name}"' in said for name in ("content", "seen"))


def test_many_versions_are_listed_by_one_query(
    client: APIClient, line: dict[str, Any], run_jobs: Run, tenant: TenantRef
) -> None:
    """What is left in its place is not fetched version by version either."""
    send_lines(client, {**LINE, "text": "Leave is ten weeks."})
    run_jobs()
    with CaptureQueriesContext(connection) as asked:
        listed = client.get(f"{DOCUMENTS}/{line['id']}/versions").json()["results"]
    said = [query["sql"] for query in asked.captured_queries if 'FROM "document_version"' in query["sql"]]
    assert (len(listed), any('"document_version"."content"' in sql for sql in said)) == (2, False)
