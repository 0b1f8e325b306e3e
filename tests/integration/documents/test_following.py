"""A collection with an index version of its own comes back to the tenant's, and goes on with it."""

from datetime import timedelta
from threading import Thread
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connections, transaction
from django.utils import timezone
from rest_framework.test import APIClient

from documents.jobs import FollowTenant, ReclaimIndexes
from documents.models import Collection, LiveIndex
from project.kernel.db import TenantRef, tenant_scope
from project.kernel.jobs import enqueue
from tenants.types import Actor
from tests.integration.documents.conftest import Upload
from tests.integration.documents.test_index_scopes import LAW, build, found, shown
from tests.integration.documents.test_indexes_api import INDEXES, SMALLER, TEXT, Run
from tests.integration.documents.test_reading_again import promote

FOLLOW = "/api/v1/collections/law/follow-tenant"


@pytest.fixture
def indexed(client: APIClient, upload: Upload, run_jobs: Run) -> APIClient:
    """Return Ada's client with two collections, of which law answers by an index version of its own, number 2."""
    client.post("/api/v1/collections", {"slug": "law"}, format="json")
    upload(TEXT, name="rules.txt", external_id="rules")
    upload(LAW, name="law.txt", external_id="law", collection="law")
    run_jobs()
    promote(client, build(client, run_jobs, collections=["law"], **SMALLER))
    return client


@pytest.fixture
def alone(indexed: APIClient, run_jobs: Run, tenant: TenantRef) -> APIClient:
    """Return the client when nothing of law is left in the tenant's index version."""
    with tenant_scope(tenant), transaction.atomic():
        LiveIndex.objects.filter(pk__gt=0).update(reclaim_at=timezone.now() - timedelta(seconds=1))
        enqueue(ReclaimIndexes())
    run_jobs()
    return indexed


def answers_for(client: APIClient, index_id: int) -> Any:
    """Return the collections for which an index version answers."""
    return shown(client, index_id)["answers_for"]


def test_a_collection_comes_back_at_once_to_what_it_left_lately(indexed: APIClient) -> None:
    """And may go to its own again."""
    own = found(indexed, "law")
    answer = indexed.post(FOLLOW)
    assert (answer.status_code, answer.json()) == (200, {"collection": "law", "follows": True, "job": None})
    assert (answers_for(indexed, 1), answers_for(indexed, 2)) == (None, [])
    assert len(found(indexed, "law")) < len(own)
    assert indexed.post(FOLLOW).status_code == 409
    promote(indexed, 2, "rollback")
    assert found(indexed, "law") == own


def test_a_collection_whose_documents_the_tenants_version_lacks_waits_for_it(
    alone: APIClient, run_jobs: Run, tenant: TenantRef, upload: Upload
) -> None:
    """Its own answers until then; what comes meanwhile is in both; the job may come twice."""
    own = found(alone, "law")
    answer = alone.post(FOLLOW)
    assert (answer.status_code, answer.json()["follows"]) == (202, False)
    assert alone.post(FOLLOW).json()["job"] == answer.json()["job"]
    assert found(alone, "law") == own
    upload("Liability of another kind.", name="law2.txt", collection="law")
    with tenant_scope(tenant), transaction.atomic():
        law = Collection.objects.get(slug="law").pk
        enqueue(FollowTenant(collection_id=law, index_id=2))
    run_jobs()
    assert answers_for(alone, 2) == []
    texts = found(alone, "law")
    assert ("law", "Liability of another kind.") in texts
    assert len(texts) == len(set(texts)) < len(own)


def test_a_return_that_was_called_off_leaves_the_collection_to_its_own(
    alone: APIClient, run_jobs: Run
) -> None:
    own = found(alone, "law")
    job = alone.post(FOLLOW).json()["job"]
    assert alone.post(f"/api/v1/jobs/{job}/cancel").status_code in {200, 202}
    run_jobs()
    assert alone.get(f"/api/v1/jobs/{job}").json()["state"] == "cancelled"
    assert (answers_for(alone, 2), found(alone, "law")) == (["law"], own)


def test_a_version_says_which_collections_are_leaving_it_for_as_long_as_somebody_works_on_it(
    alone: APIClient, run_jobs: Run
) -> None:
    def leaving() -> Any:
        return {one["id"]: one["leaving"] for one in alone.get(INDEXES).json()["results"]}

    assert leaving() == {1: [], 2: []}
    job = alone.post(FOLLOW).json()["job"]
    assert leaving() == {1: [], 2: ["law"]}
    alone.post(f"/api/v1/jobs/{job}/cancel")
    assert leaving() == {1: [], 2: []}
    run_jobs()
    assert alone.post(FOLLOW).status_code == 202
    assert leaving() == {1: [], 2: ["law"]}
    run_jobs()
    assert leaving() == {1: [], 2: []}


def test_a_version_that_answers_here_and_could_be_gone_back_to_there_is_not_guessed_at(
    indexed: APIClient, upload: Upload, run_jobs: Run
) -> None:
    indexed.post("/api/v1/collections", {"slug": "tax"}, format="json")
    upload(LAW, name="tax.txt", external_id="tax", collection="tax")
    run_jobs()
    both = build(indexed, run_jobs, collections=["law", "tax"], settings={"splitter": {"max_tokens": 40}})
    promote(indexed, both)
    assert indexed.post(FOLLOW).status_code == 200
    assert indexed.post(f"{INDEXES}/{both}/rollback").status_code == 409
    assert answers_for(indexed, both) == ["tax"]
    promote(indexed, both)
    assert answers_for(indexed, both) == ["law", "tax"]


def test_who_promotes_another_version_meanwhile_is_obeyed(
    alone: APIClient, run_jobs: Run, tenant: TenantRef
) -> None:
    third = build(alone, run_jobs, collections=["law"], settings={"splitter": {"max_tokens": 48}})
    assert alone.post(FOLLOW).status_code == 202
    promote(alone, third)
    run_jobs()
    assert answers_for(alone, third) == ["law"]


def test_a_collection_that_came_back_goes_on_with_the_tenant(indexed: APIClient, run_jobs: Run) -> None:
    """To the next index version that is promoted for it, and back from there, but never to its own by that."""
    assert indexed.post(FOLLOW).status_code == 200
    usual = found(indexed, "law")
    third = build(indexed, run_jobs, settings={"splitter": {"max_tokens": 48}})
    promote(indexed, third)
    assert (answers_for(indexed, third), answers_for(indexed, 1)) == (None, [])
    assert len(found(indexed, "law")) > len(usual)
    promote(indexed, third, "rollback")
    assert (answers_for(indexed, 1), found(indexed, "law")) == (None, usual)


def test_a_candidate_of_the_tenant_gets_what_it_lacks_of_a_collection_that_comes_back(
    indexed: APIClient, run_jobs: Run
) -> None:
    third = build(indexed, run_jobs, settings={"splitter": {"max_tokens": 48}})
    assert indexed.post(FOLLOW).status_code == 200
    run_jobs()
    promote(indexed, third)
    assert len(found(indexed, "law")) > 1


def test_the_command_brings_a_collection_back(
    indexed: APIClient, tenant: TenantRef, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("follow_tenant", tenant.slug, collection="law")
    assert "law answers by the tenant's index version" in capsys.readouterr().out
    assert answers_for(indexed, 2) == []
    for collection, said in (("law", "already"), ("nowhere", "no such collection")):
        with pytest.raises(CommandError, match=said):
            call_command("follow_tenant", tenant.slug, collection=collection)


def test_the_command_waits_where_it_is_told_to(
    alone: APIClient, run_jobs: Run, tenant: TenantRef, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without that it names the job, and the collection's own version goes on answering."""
    call_command("follow_tenant", tenant.slug, collection="law")
    assert "until job" in capsys.readouterr().out
    assert answers_for(alone, 2) == ["law"]

    def follow() -> None:
        call_command("follow_tenant", tenant.slug, "--wait", collection="law")
        connections.close_all()

    waiting = Thread(target=follow)
    waiting.start()
    while waiting.is_alive():
        run_jobs()
        waiting.join(0.2)
    assert answers_for(alone, 2) == []


def test_only_admins_bring_a_collection_back(indexed: APIClient, dora: Actor, api: Any) -> None:
    assert api(dora).post(FOLLOW).status_code == 403
    assert indexed.post("/api/v1/collections/nowhere/follow-tenant").status_code == 404
    assert indexed.post("/api/v1/collections/hr/follow-tenant").status_code == 409
    assert indexed.get(INDEXES).status_code == 200
