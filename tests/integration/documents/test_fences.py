"""A worker that lost its lease writes nothing: each of its transactions asks first."""

from collections.abc import Callable
from typing import Any, cast

import pytest
from django.db import transaction
from rest_framework.test import APIClient

from documents import jobs
from documents.indexing import build, embed, parse
from documents.models import Document, IndexVersion, SourceRun
from documents.syncing import engine
from project.kernel.db import TenantRef, tenant_scope
from project.kernel.jobs import Job, Lease, LeaseLost
from tests.integration.documents.conftest import Upload

Listed = Callable[[], list[Job]]


class LostLease:
    """Be a lease that another worker has taken."""

    cancelled = False

    def enter(self, stage: str) -> None:
        """Let it pass."""

    def guard(self) -> None:
        """Refuse."""
        raise LeaseLost


def count(tenant: TenantRef, model: type[Document | IndexVersion], **state: object) -> int:
    """Count the rows of a state."""
    with tenant_scope(tenant), transaction.atomic():
        return model._default_manager.filter(**state).count()


LOST = cast("Lease", LostLease())


@pytest.fixture
def candidate(client: APIClient, upload: Upload, run_jobs: Callable[[], int], tenant: TenantRef) -> int:
    """Ask for a candidate beside the live index version, and return its id."""
    upload()
    run_jobs()
    return int(client.post("/api/v1/indexes", {}, format="json").json()["id"])


def test_parsing_begins_under_its_lease(upload: Upload, tenant: TenantRef) -> None:
    job = jobs.ParseDocument(document_id=upload()["id"], version=1)
    with tenant_scope(tenant), pytest.raises(LeaseLost):
        parse.parse_document(job, lease=LOST)
    assert count(tenant, Document, status="queued") == 1


@pytest.mark.parametrize("step", ["begin", "stop", "complete"])
def test_a_build_goes_on_under_its_lease(
    candidate: int, tenant: TenantRef, recorded_jobs: Listed, step: str
) -> None:
    waiting = recorded_jobs()
    index = IndexVersion(pk=candidate, splitting=1, settings={"dimensions": 64, "precision": "halfvec"})
    steps: dict[str, Callable[[], Any]] = {
        "begin": lambda: build._begin(tenant, candidate, LOST),
        "stop": lambda: build._stop(tenant, index, LOST),
        "complete": lambda: build._complete(tenant, IndexVersion(pk=1, splitting=1), LOST),
    }
    with tenant_scope(tenant), pytest.raises(LeaseLost):
        steps[step]()
    assert count(tenant, IndexVersion, state="building", has_table=False) == 1
    assert recorded_jobs() == waiting


def test_a_graph_is_marked_under_the_lease(
    candidate: int, tenant: TenantRef, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(build, "build_hnsw", lambda *_: None)
    monkeypatch.setattr("documents.indexing.windows.EXACT_ROWS", 0)
    with tenant_scope(tenant), pytest.raises(LeaseLost):
        build.build_graph(jobs.BuildGraph(index_id=1), lease=LOST)
    assert count(tenant, IndexVersion, has_hnsw=True) == 0


def test_embedding_goes_on_under_its_lease(
    client: APIClient, tenant: TenantRef, recorded_jobs: Listed
) -> None:
    with tenant_scope(tenant), pytest.raises(LeaseLost):
        embed.embed_pending(jobs.EmbedPending(), lease=LOST)
    assert recorded_jobs() == []


def test_a_run_of_a_source_begins_under_its_lease(client: APIClient, tenant: TenantRef) -> None:
    client.post("/api/v1/imports", {"url": "https://example.org/a", "collection": "hr"}, format="json")
    with tenant_scope(tenant), transaction.atomic():
        run = SourceRun.objects.get()
    job = jobs.SyncSource(source_id=run.source_id, run_id=run.pk)
    with tenant_scope(tenant), pytest.raises(LeaseLost):
        engine.sync_source(job, lease=LOST)
    with tenant_scope(tenant), transaction.atomic():
        assert SourceRun.objects.get().state == "queued"
