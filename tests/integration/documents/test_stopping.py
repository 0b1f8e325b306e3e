"""People stop what they have asked for, and nothing that would strand a document or an index."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.db import transaction
from rest_framework.test import APIClient

from documents.indexing import build as building
from documents.jobs import BuildIndex, LoadDocuments
from documents.models import IndexVersion
from documents.search.corpus import lock_corpus
from documents.types import IndexState
from project.kernel.db import TenantRef, shared_scope, tenant_scope
from project.kernel.jobs import Job, Lease, ledger
from tenants.types import Actor
from tests.factories.bulk import LINE, send_lines
from tests.integration.documents.conftest import Upload

Jobs = Callable[[], list[Job]]
Run = Callable[[], int]
Sign = Callable[[Actor], APIClient]
JOBS, INDEXES = "/api/v1/jobs", "/api/v1/indexes"


def job_of(client: APIClient, kind: str) -> Any:
    """Return the newest job of a kind."""
    return next(row for row in client.get(JOBS).json()["results"] if row["kind"] == kind)


def stop(client: APIClient, kind: str) -> int:
    """Ask for the newest job of a kind to be cancelled; return the answer's status."""
    return client.post(f"{JOBS}/{job_of(client, kind)['id']}/cancel").status_code


def test_a_step_of_something_else_is_not_stopped(client: APIClient, upload: Upload, run_jobs: Run) -> None:
    """A document whose parsing was cancelled would wait for ever."""
    document = upload()
    assert stop(client, "ParseDocument") == 409
    run_jobs()
    assert client.get(f"/api/v1/documents/{document['id']}").json()["status"] == "ready"


def test_stopping_a_build_gives_its_index_up(client: APIClient, upload: Upload, run_jobs: Run) -> None:
    """Another one can be asked for at once."""
    upload()
    run_jobs()
    index = client.post(INDEXES, {}, format="json").json()
    assert stop(client, "BuildIndex") == 202
    assert job_of(client, "BuildIndex")["state"] == "cancelled"
    run_jobs()
    states = {row["id"]: row["state"] for row in client.get(INDEXES).json()["results"]}
    assert states[index["id"]] == "cancelled"
    assert client.post(INDEXES, {}, format="json").status_code == 202


def test_stopping_a_build_waits_for_its_worker_and_never_the_other_way_round(
    client: APIClient, upload: Upload, run_jobs: Run, tenant: TenantRef
) -> None:
    """A worker that holds its job's row gets the corpus, too, whoever stops the job meanwhile."""
    upload()
    run_jobs()
    client.post(INDEXES, {}, format="json")
    with shared_scope():
        claim = ledger.claim_next("reindex", "w")
    assert claim is not None
    with ThreadPoolExecutor(1) as other:
        with tenant_scope(tenant), transaction.atomic():
            Lease(claim).guard()
            stopping = other.submit(stop, client, "BuildIndex")
            time.sleep(0.3)
            lock_corpus(tenant)
        assert stopping.result() == 202


@pytest.mark.parametrize("ending", ["fails", "stops"])
def test_an_index_is_not_given_up_beside_a_worker_that_writes_to_it(
    client: APIClient, upload: Upload, run_jobs: Run, tenant: TenantRef, ending: str
) -> None:
    """Its vectors would come into a table that the next job drops, or that is gone."""
    upload()
    run_jobs()
    index_id = client.post(INDEXES, {}, format="json").json()["id"]
    with shared_scope():
        claim = ledger.claim_next("reindex", "w")
    assert claim is not None

    def give_up() -> None:
        with tenant_scope(tenant):
            if ending == "fails":
                building.fail_index(BuildIndex(index_id=index_id), "It broke.")
            else:
                building._stop(tenant, IndexVersion(pk=index_id), Lease(claim))

    with ThreadPoolExecutor(1) as other:
        with tenant_scope(tenant), transaction.atomic():
            lock_corpus(tenant)
            giving_up = other.submit(give_up)
            time.sleep(0.3)
            assert IndexVersion.objects.get(pk=index_id).state == IndexState.BUILDING
        giving_up.result()
    with tenant_scope(tenant), transaction.atomic():
        assert IndexVersion.objects.get(pk=index_id).state in {IndexState.FAILED, IndexState.CANCELLED}


def test_a_curator_stops_no_build(
    client: APIClient, upload: Upload, run_jobs: Run, dora: Actor, api: Sign
) -> None:
    """Index versions are for admins."""
    upload()
    run_jobs()
    client.post(INDEXES, {}, format="json")
    assert stop(api(dora), "BuildIndex") == 403


def test_lines_that_nobody_will_load_are_removed(client: APIClient, recorded_jobs: Jobs) -> None:
    """The file of a cancelled bulk upload goes with it."""
    send_lines(client, LINE)
    kept = recorded_jobs()[0]
    assert isinstance(kept, LoadDocuments)
    assert stop(client, "LoadDocuments") == 202
    assert not default_storage.exists(kept.storage_key)


@pytest.mark.parametrize(
    ("scope", "status"), [("admin", 200), ("documents:write", 200), ("documents:read", 403)]
)
def test_keys_of_either_kind_read_jobs(client: APIClient, scope: str, status: int) -> None:
    """A key that builds indexes can see how far they are."""
    made = client.post("/api/v1/api-keys", {"name": "k", "scopes": [scope]}, format="json").json()
    keyed = APIClient(SERVER_NAME=client.defaults["SERVER_NAME"])
    assert keyed.get(JOBS, headers={"Authorization": f"Bearer {made['key']}"}).status_code == status
