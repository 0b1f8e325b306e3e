"""A job that is delivered twice counts once."""

from collections.abc import Callable

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import ProgrammingError, connections, transaction
from rest_framework.test import APIClient

from documents import jobs
from project.kernel.db import TenantRef, shared_scope, tenant_scope
from project.kernel.jobs import Job, enqueue
from project.kernel.models import JobRecord, JobState
from tests.factories.bulk import LINE, send_lines
from tests.integration.documents.conftest import Upload
from tests.integration.documents.test_erasure import rows_of

Run = Callable[[], int]
TABLES = ("document", "document_version", "chunk", "posting", "corpus_statistic", "embedding_1")


def again(tenant: TenantRef, job: Job) -> None:
    """Ask for a job once more."""
    with tenant_scope(tenant), transaction.atomic():
        enqueue(job)


def test_parsing_and_embedding(upload: Upload, run_jobs: Run, tenant: TenantRef, client: APIClient) -> None:
    """Before the first run is embedded, and after."""
    document = upload("Leave is twelve weeks.")
    job = jobs.ParseDocument(document_id=document["id"], version=1)
    again(tenant, job)
    run_jobs()
    counts = rows_of(tenant, *TABLES)
    for repeated in (job, jobs.EmbedPending(), jobs.EmbedPending()):
        again(tenant, repeated)
    run_jobs()
    assert rows_of(tenant, *TABLES) == counts
    assert client.get(f"/api/v1/documents/{document['id']}").json()["status"] == "ready"


def test_a_bulk_upload(
    client: APIClient, run_jobs: Run, tenant: TenantRef, recorded_jobs: Callable[[], list[Job]]
) -> None:
    """A second delivery finds every line as it is, or the file gone."""
    send_lines(client, LINE, {**LINE, "external_id": "b"})
    job = recorded_jobs()[0]
    again(tenant, job)
    run_jobs()
    assert rows_of(tenant, *TABLES)[:3] == [2, 2, 2]


@pytest.mark.parametrize("kind", ["build", "graph"])
def test_index_jobs(upload: Upload, client: APIClient, run_jobs: Run, tenant: TenantRef, kind: str) -> None:
    """Building and graphing again change nothing."""
    upload()
    run_jobs()
    index = client.post("/api/v1/indexes", {}, format="json").json()["id"]
    run_jobs()
    repeated = {"build": jobs.BuildIndex(index_id=index), "graph": jobs.BuildGraph(index_id=index)}[kind]
    for _ in range(2):
        again(tenant, repeated)
        run_jobs()
    assert rows_of(tenant, "chunk", "embedding_1", f"embedding_{index}") == [1, 1, 1]


def test_dropping(upload: Upload, client: APIClient, run_jobs: Run, tenant: TenantRef) -> None:
    """What is dropped already is no error, and nothing else is dropped with it."""
    upload()
    run_jobs()
    index = client.post("/api/v1/indexes", {}, format="json").json()["id"]
    run_jobs()
    client.post(f"/api/v1/indexes/{index}/cancel")
    for _ in range(2):
        again(tenant, jobs.DropIndex(index_id=index))
        run_jobs()
    assert rows_of(tenant, "chunk", "embedding_1") == [1, 1]
    with pytest.raises(ProgrammingError):
        rows_of(tenant, f"embedding_{index}")
    connections["owner"].close()
    with shared_scope():
        assert not JobRecord.objects.exclude(state=JobState.DONE).exists()


def test_removing_files(tenant: TenantRef, run_jobs: Run) -> None:
    """A file that is gone already is no error."""
    key = default_storage.save(f"{tenant.schema}/left", ContentFile(b"text"))
    for _ in range(2):
        again(tenant, jobs.RemoveFiles(storage_keys=(key,)))
        assert run_jobs() == 1
        assert not default_storage.exists(key)


def test_finding_terms(upload: Upload, run_jobs: Run, tenant: TenantRef) -> None:
    """What a document explains is kept once."""
    upload("Glossary: paid time off (PTO).", "glossary.md")
    run_jobs()
    for _ in range(2):
        again(tenant, jobs.FindTerms())
        run_jobs()
    assert rows_of(tenant, "definition") == [1]
