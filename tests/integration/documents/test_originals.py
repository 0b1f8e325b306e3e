"""A line of a bulk upload is kept as it came, in its version's row: handed over, read again and erased from there."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.db import transaction
from rest_framework.test import APIClient

from documents.models import DocumentVersion, Reading
from project.kernel.db import TenantRef, tenant_scope
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
