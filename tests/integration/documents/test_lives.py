"""A document has an owner, a review, an end and a successor, and answers only as long as it should."""

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from django.utils import timezone
from rest_framework.test import APIClient

from documents.jobs import SettleDocument
from documents.models import Document
from project.kernel.db import TenantRef, shared_scope, tenant_scope
from tenants.actions import members
from tenants.models import Membership
from tenants.types import Actor
from tests.factories import jobs
from tests.integration.documents.conftest import Upload
from tests.integration.documents.test_jobs_twice import again

Run = Callable[[], int]
Sign = Callable[[Actor], APIClient]
DOCUMENTS = "/api/v1/documents"


def change(client: APIClient, document: dict[str, Any], **changes: Any) -> Any:
    return client.patch(f"{DOCUMENTS}/{document['id']}", changes, format="json")


def shown(client: APIClient, document: dict[str, Any]) -> dict[str, Any]:
    body: dict[str, Any] = client.get(f"{DOCUMENTS}/{document['id']}").json()
    return body


def answering(client: APIClient, query: str = "leave") -> list[str]:
    """Return the titles of what a search finds."""
    found = client.post("/api/v1/search", {"query": query, "k": 50}, format="json").json()["results"]
    return sorted(result["document"]["title"] for result in found)


def ids(client: APIClient, query: str) -> list[str]:
    return [row["title"] for row in client.get(f"{DOCUMENTS}?{query}").json()["results"]]


@pytest.fixture
def pair(upload: Upload, run_jobs: Run) -> tuple[dict[str, Any], dict[str, Any]]:
    """Upload a policy, and another that will replace it."""
    both = upload("Leave is twelve weeks.", title="Old"), upload("Leave is sixteen weeks.", title="New")
    run_jobs()
    return both


def test_a_document_stops_answering_at_the_moment_that_was_set(
    client: APIClient, upload: Upload, run_jobs: Run, tenant: TenantRef
) -> None:
    """Before any job has run; afterwards what search counts has forgotten it, however often the job comes."""
    document = upload(title="Leave")
    run_jobs()
    end = timezone.now() + timedelta(seconds=2)
    change(client, document, expires_at=end.isoformat())
    assert answering(client) == ["Leave"]
    time.sleep(max((end - timezone.now()).total_seconds(), 0) + 0.05)
    assert answering(client) == []
    assert client.get(f"{DOCUMENTS}/{document['id']}/chunks").json()["results"] == []
    for _ in range(2):
        again(tenant, SettleDocument(document_id=document["id"]))
        run_jobs()
    asked = {"query": "leave", "explain": True}
    explained = client.post("/api/v1/search", asked, format="json").json()["explanation"]
    assert explained["visible_chunks"] == 0
    now = shown(client, document)
    assert (now["withdrawn"], now["is_answering"], now["status"]) == ("expired", False, "ready")


def test_the_first_job_of_many_that_end_together_settles_all(
    client: APIClient, upload: Upload, run_jobs: Run, tenant: TenantRef
) -> None:
    """Also one whose own job was lost."""
    documents = [upload(f"Leave, rule {number}.", title=f"Leave {number}") for number in range(3)]
    run_jobs()
    with tenant_scope(tenant), transaction.atomic():
        ended = Document.objects.filter(pk__in=[document["id"] for document in documents[:2]])
        ended.update(expires_at=timezone.now() - timedelta(seconds=1))
    again(tenant, SettleDocument(document_id=UUID(documents[0]["id"])))
    run_jobs()
    asked = {"query": "leave", "explain": True}
    assert client.post("/api/v1/search", asked, format="json").json()["explanation"]["visible_chunks"] == 1


def test_the_end_is_a_job_of_its_moment(client: APIClient, upload: Upload, tenant: TenantRef) -> None:
    document = upload()
    change(client, document, expires_at=(timezone.now() + timedelta(hours=1)).isoformat())
    assert SettleDocument(document_id=UUID(document["id"])) in jobs.waiting(tenant)


def test_an_end_beyond_all_calendars_is_kept_without_a_job(
    client: APIClient, upload: Upload, tenant: TenantRef
) -> None:
    document = upload()
    end = "9999-12-31T23:59:59.999999Z"
    assert change(client, document, expires_at=end).json()["expires_at"] == end
    assert SettleDocument(document_id=UUID(document["id"])) not in jobs.waiting(tenant)


def test_a_document_that_is_renewed_answers_at_once(client: APIClient, upload: Upload, run_jobs: Run) -> None:
    document = upload(title="Leave", expires_at=(timezone.now() - timedelta(days=1)).isoformat())
    run_jobs()
    assert (answering(client), shown(client, document)["withdrawn"]) == ([], "expired")
    assert ids(client, "expiry=expired") == ["Leave"]
    renewed = change(client, document, expires_at=None).json()
    assert (renewed["withdrawn"], renewed["is_answering"]) == (None, True)
    assert answering(client) == ["Leave"]


def test_new_readers_or_a_new_version_do_not_bring_an_expired_document_back(
    client: APIClient, upload: Upload, run_jobs: Run
) -> None:
    document = upload(external_id="leave", expires_at=(timezone.now() - timedelta(days=1)).isoformat())
    run_jobs()
    change(client, document, readers=["everyone"])
    upload("Leave is sixteen weeks.", external_id="leave")
    run_jobs()
    client.patch("/api/v1/collections/hr", {"readers": ["everyone"]}, format="json")
    assert (answering(client), shown(client, document)["live_version"]) == ([], 2)
    client.post("/api/v1/indexes", {"settings": {"splitter": {"max_tokens": 64}}}, format="json")
    run_jobs()
    candidate = client.get("/api/v1/indexes").json()["results"][0]
    assert client.post(f"/api/v1/indexes/{candidate['id']}/promote").status_code == 200
    assert answering(client) == []
    change(client, document, expires_at=None)
    assert answering(client) == ["leave.md"]


def test_what_is_replaced_answers_until_its_successor_is_ready(
    client: APIClient, upload: Upload, run_jobs: Run
) -> None:
    old = upload("Leave is twelve weeks.", title="Old")
    run_jobs()
    new = upload("Leave is sixteen weeks.", title="New", supersedes=old["id"])
    assert (answering(client), shown(client, old)["withdrawn"]) == (["Old"], None)
    run_jobs()
    assert answering(client) == ["New"]
    before, after = shown(client, old), shown(client, new)
    assert (before["withdrawn"], before["superseded_by"]) == ("superseded", {"id": new["id"], "title": "New"})
    assert (after["supersedes"], after["is_answering"]) == ({"id": old["id"], "title": "Old"}, True)


@pytest.mark.parametrize("undo", ["clear", "delete"])
def test_clearing_or_deleting_the_successor_brings_the_old_one_back(
    client: APIClient, pair: tuple[dict[str, Any], dict[str, Any]], undo: str
) -> None:
    old, new = pair
    change(client, new, supersedes=old["id"])
    assert answering(client) == ["New"]
    if undo == "clear":
        change(client, new, supersedes=None)
        assert answering(client) == ["New", "Old"]
    else:
        client.delete(f"{DOCUMENTS}/{new['id']}")
        assert answering(client) == ["Old"]
    assert shown(client, old)["superseded_by"] is None


def test_documents_do_not_replace_each_other_in_a_circle(
    client: APIClient, upload: Upload, pair: tuple[dict[str, Any], dict[str, Any]]
) -> None:
    old, new = pair
    third = upload("A third.", title="Third", supersedes=new["id"])
    assert change(client, new, supersedes=old["id"]).status_code == 200
    circle = change(client, old, supersedes=third["id"])
    assert (circle.status_code, circle.json()["code"]) == (409, "circle")
    assert change(client, old, supersedes=old["id"]).json()["code"] == "circle"
    other = upload("A fourth.", title="Fourth")
    taken = change(client, other, supersedes=old["id"])
    assert (taken.status_code, taken.json()["code"]) == (409, "taken")


def test_a_successor_is_named_to_those_alone_who_may_see_it(
    client: APIClient,
    pair: tuple[dict[str, Any], dict[str, Any]],
    ben: Actor,
    cleo: Actor,
    dora: Actor,
    api: Sign,
) -> None:
    """Cleo learns that the old one is replaced, and not by what; nobody replaces what they cannot see."""
    old, new = pair
    change(client, new, supersedes=old["id"], readers=["engineering"])
    assert shown(api(ben), old)["superseded_by"]["title"] == "New"
    hidden = shown(api(cleo), old)
    assert (hidden["withdrawn"], hidden["superseded_by"]) == ("superseded", None)
    wrong = change(api(dora), old, supersedes=new["id"])
    assert (wrong.status_code, wrong.json()["errors"][0]["code"]) == (400, "unknown_document")


def test_an_owner_is_a_member_and_is_shown_by_name(
    client: APIClient, upload: Upload, ben: Actor, ada: Actor, max_: Actor
) -> None:
    document = upload(owner=ben.email)
    assert shown(client, document)["owner"] == {
        "id": str(ben.user_id),
        "name": "Ben",
        "email": ben.email,
        "has_left": False,
    }
    wrong = change(client, document, owner=max_.email)
    assert (wrong.status_code, wrong.json()["errors"][0]["code"]) == (400, "unknown_member")
    assert (ids(client, f"owner={ben.email}"), ids(client, "owner=me")) == (["leave.md"], [])
    assert change(client, document, owner=None).json()["owner"] is None
    assert ids(client, "owner=none") == ["leave.md"]


def test_an_owner_who_left_is_marked_and_found(
    client: APIClient, upload: Upload, ben: Actor, ada: Actor
) -> None:
    document = upload(owner=str(ben.user_id))
    assert ids(client, "owner=left") == []
    with shared_scope():
        member = Membership.objects.get(tenant_id=ada.tenant.id, person_id=ben.user_id)
    with tenant_scope(ada.tenant):
        members.deactivate(actor=ada, member_id=member.pk)
    assert shown(client, document)["owner"]["has_left"] is True
    assert ids(client, "owner=left") == ["leave.md"]
    assert change(client, document, owner=ben.email).status_code == 400


def test_an_overdue_review_is_marked_and_listed(client: APIClient, upload: Upload) -> None:
    today = timezone.now().date()
    late = upload("Late.", title="Late", review_on=str(today - timedelta(days=1)))
    due = upload("Due.", title="Due", review_on=str(today))
    upload("Never.", title="Never")
    assert [shown(client, d)["is_review_overdue"] for d in (late, due)] == [True, False]
    assert ids(client, "review=overdue") == ["Late"]
    assert (ids(client, "review=planned"), ids(client, "review=none")) == (["Due"], ["Never"])
    assert change(client, late, review_on=None).json()["is_review_overdue"] is False


@pytest.mark.parametrize(
    ("field", "value"), [("review_on", "soon"), ("expires_at", "never"), ("supersedes", "that one")]
)
def test_a_wrong_life_says_what_was_expected(
    client: APIClient, upload: Upload, field: str, value: str
) -> None:
    document = upload()
    answer = change(client, document, **{field: value})
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, field)
    assert client.get(f"{DOCUMENTS}?review=late").json()["errors"][0]["detail"].startswith("Expected one of")


def test_what_was_decided_is_written_down(client: APIClient, upload: Upload, ben: Actor) -> None:
    document = upload()
    change(client, document, owner=ben.email, review_on="2030-01-01")
    change(client, document, owner=ben.email, review_on="2030-01-01")
    events = client.get("/api/v1/audit-events").json()["results"]
    told = [event["detail"] for event in events if event["action"] == "document.changed"]
    assert told == [{"owner": str(ben.user_id), "review_on": "2030-01-01"}]
