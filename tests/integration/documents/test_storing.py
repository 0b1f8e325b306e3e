"""The file of an upload goes only where its row surely does not stand."""

import contextlib
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import DataError, OperationalError, transaction
from rest_framework.test import APIClient

from documents.actions.storing import stored
from documents.jobs import EmbedPending, LoadDocuments, ParseDocument, RemoveFiles
from documents.models import DocumentVersion
from project.kernel.db import TenantRef, tenant_scope
from project.kernel.errors import Conflict
from project.kernel.jobs import Job, Urgency, enqueue
from tests.factories.bulk import LINE, send_lines
from tests.integration.documents.test_documents_api import send
from workers import runner


@pytest.mark.parametrize(
    ("fault", "stays"), [(Conflict, False), (DataError, False), (OperationalError, True)]
)
def test_a_file_stays_where_the_commit_is_in_doubt(
    tenant: TenantRef, fault: type[Exception], stays: bool
) -> None:
    with (
        pytest.raises(fault),
        tenant_scope(tenant),
        stored(tenant, ContentFile(b"text", name="a.txt"), "") as file,
    ):
        raise fault
    assert default_storage.exists(file.key) is stays


def test_a_committed_document_has_its_file_though_the_bell_fails(
    client: APIClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(queue: str) -> None:
        raise ConnectionError(queue)

    monkeypatch.setattr("project.kernel.jobs.ledger.ring", broken)
    client.raise_request_exception = False
    assert send(client, b"Leave is twelve weeks.").status_code == 500
    document = client.get("/api/v1/documents").json()["results"][0]
    answer: Any = client.get(f"/api/v1/documents/{document['id']}/file")
    assert b"".join(answer.streaming_content) == b"Leave is twelve weeks."


def test_a_file_whose_request_was_killed_before_its_row_is_removed(
    tenant: TenantRef, run_jobs: Callable[[], int]
) -> None:
    with (
        contextlib.suppress(KeyboardInterrupt),
        tenant_scope(tenant),
        stored(tenant, ContentFile(b"text"), "") as file,
    ):
        raise KeyboardInterrupt  # passes every clause, as a kill does
    assert default_storage.exists(file.key)
    run_jobs()
    assert not default_storage.exists(file.key)


def test_a_file_with_a_row_or_a_load_stays_and_its_job_is_withdrawn(
    client: APIClient, tenant: TenantRef, recorded_jobs: Callable[[], list[Job]], run_jobs: Callable[[], int]
) -> None:
    document = send(client, b"Leave is twelve weeks.").json()["id"]
    send_lines(client, LINE)
    first, second = recorded_jobs()
    assert (type(first), isinstance(second, LoadDocuments)) == (ParseDocument, True)
    with tenant_scope(tenant), transaction.atomic():
        key = DocumentVersion.objects.get(document_id=document).storage_key
        keys = (key, second.payload()["storage_key"])
        enqueue(RemoveFiles(storage_keys=keys), urgency=Urgency.URGENT)
    runner.run_next("parse")
    runner.run_next("parse")
    assert [type(job) for job in recorded_jobs()] == [LoadDocuments, EmbedPending]
    assert [default_storage.exists(key) for key in keys] == [True, True]
    run_jobs()
    assert len(client.get("/api/v1/documents").json()["results"]) == 2
