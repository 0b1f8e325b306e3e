"""What stands at a source stands here: added, updated, removed, and asked about before much of it goes."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from rest_framework.test import APIClient

from documents.models import SourceItem
from project.kernel.db import TenantRef, shared_scope, tenant_scope
from project.kernel.jobs import Job
from tenants.models import Membership
from tenants.types import Actor
from tests.fakes.place import Place
from tests.integration.documents.sources import SOURCES, Kept, Run, counts, fake_place, kept

__all__ = ["fake_place", "kept"]
Sign = Callable[[Actor], APIClient]
Monkey = pytest.MonkeyPatch
Listed = Callable[[], list[Job]]
SECRET = "correct-horse-battery"


def test_what_stands_there_is_added_and_then_as_it_was(kept: Kept, fake_place: Place) -> None:
    """The second run fetches nothing."""
    assert counts(kept.sync()) == {"added": 2}
    fake_place.fetched.clear()
    again = kept.sync()
    assert (again["state"], counts(again), fake_place.fetched) == ("done", {"unchanged": 2}, [])
    assert (kept.names(), kept.shown()["documents"]) == ({"leave", "pay"}, 2)


def test_what_changed_there_is_a_new_version_here(kept: Kept, fake_place: Place) -> None:
    """And what came to be is added in the same run."""
    kept.sync()
    fake_place.texts |= {"pay": "Pay comes on the second.", "travel": "Trains first."}
    run = kept.sync()
    assert counts(run) == {"added": 1, "updated": 1, "unchanged": 1}
    rows = kept.client.get("/api/v1/documents").json()["results"]
    assert sorted(row["version"] for row in rows) == [1, 1, 2]
    told = {entry["title"]: entry["happened"] for entry in run["log"]}
    assert told == {"Pay": "updated", "Travel": "added"}


def test_without_fingerprints_the_bytes_decide(kept: Kept, fake_place: Place) -> None:
    """Nothing is a new version that is the same."""
    kept.sync()
    fake_place.has_fingerprints = False
    assert counts(kept.sync()) == {"unchanged": 2}
    assert counts(kept.sync(dry_run=True)) == {"unchanged": 2}


def test_what_vanished_there_vanishes_here(kept: Kept, fake_place: Place) -> None:
    """As long as it is a handful."""
    kept.sync()
    del fake_place.texts["pay"]
    run = kept.sync()
    assert (counts(run), kept.names()) == ({"removed": 1, "unchanged": 1}, {"leave"})
    assert [entry["external_id"] for entry in run["log"]] == ["pay"]


def many(fake_place: Place, kept: Kept, left: int) -> Any:
    """Have all but a few of twenty documents vanish."""
    fake_place.texts = {f"d{number:02}": f"Rule {number}." for number in range(20)}
    kept.sync()
    fake_place.texts = dict(sorted(fake_place.texts.items())[:left])
    return kept.sync()


def test_more_than_the_share_goes_only_when_a_person_agrees(kept: Kept, fake_place: Place) -> None:
    """Until then nothing is removed, and the source says that it asks."""
    run = many(fake_place, kept, 4)
    assert (run["state"], counts(run)) == ("asking", {"unchanged": 4, "would_remove": 16})
    assert (len(kept.names()), kept.shown()["asking_run"]) == (20, run["id"])
    answer = kept.client.post(f"{kept.path}/runs/{run['id']}/confirm")
    assert answer.status_code == 202
    ended = kept.ended(run["id"])
    assert (ended["state"], ended["counts"]["removed"], len(kept.names())) == ("done", 16, 4)
    assert kept.client.post(f"{kept.path}/runs/{run['id']}/confirm").status_code == 409


def test_a_person_may_refuse(kept: Kept, fake_place: Place) -> None:
    """Then all stays, and the next run asks again."""
    run = many(fake_place, kept, 4)
    refused = kept.client.post(f"{kept.path}/runs/{run['id']}/refuse").json()
    assert (refused["state"], len(kept.names())) == ("refused", 20)
    assert kept.sync()["state"] == "asking"


def test_a_later_run_voids_the_question(kept: Kept, fake_place: Place) -> None:
    """What came back meanwhile is not removed by an old answer."""
    run = many(fake_place, kept, 4)
    fake_place.texts = {f"d{number:02}": f"Rule {number}." for number in range(20)}
    assert counts(kept.sync()) == {"unchanged": 20}
    assert kept.run(run["id"])["state"] == "superseded"
    assert kept.client.post(f"{kept.path}/runs/{run['id']}/confirm").status_code == 409


def test_a_share_of_all_never_asks(kept: Kept, fake_place: Place) -> None:
    kept.client.patch(kept.path, {"removal_share": 100}, format="json")
    assert (many(fake_place, kept, 0)["state"], kept.names()) == ("done", set())


def test_a_source_that_fails_midway_removes_nothing(kept: Kept, fake_place: Place, run_jobs: Run) -> None:
    """It is not tried again by itself, and its run says why, without the secret."""
    kept.client.patch(kept.path, {"secrets": {"password": SECRET}}, format="json")
    kept.sync()
    fake_place.texts = {"pay": "Pay comes on the third."} | {"z": "Never read."}
    fake_place.fails_at = "z"
    run = kept.sync()
    assert (run["state"], run["counts"]["updated"], run["counts"]["removed"]) == ("failed", 1, 0)
    assert run["error"] == {"code": "unreachable", "detail": "Refused •••."}
    assert kept.names() == {"leave", "pay"}
    assert kept.client.get(f"/api/v1/jobs/{run['job']}").json()["state"] == "failed"


def test_an_item_that_fails_stays_as_it_is_alone(kept: Kept, fake_place: Place) -> None:
    """The log says why, without the secret."""
    kept.client.patch(kept.path, {"secrets": {"password": SECRET}}, format="json")
    kept.sync()
    fake_place.texts |= {"pay": "Changed.", "leave": "Leave is ten weeks."}
    fake_place.broken = {"pay"}
    run = kept.sync()
    assert (run["state"], counts(run)) == ("done", {"failed": 1, "updated": 1})
    failed = kept.run(run["id"], happened="failed")["log"]
    assert [(entry["code"], entry["detail"]) for entry in failed] == [("unreadable", "No •••.")]
    assert kept.run(run["id"], q="leave")["log"][0]["happened"] == "updated"
    fake_place.broken = set()
    assert counts(kept.sync()) == {"unchanged": 1, "updated": 1}


def test_a_dry_run_tells_and_changes_nothing(kept: Kept, fake_place: Place, tenant: TenantRef) -> None:
    kept.sync()
    fake_place.texts = {"pay": "Changed.", "travel": "Trains first."}
    run = kept.sync(dry_run=True)
    assert (run["dry_run"], counts(run)) == (True, {"added": 1, "updated": 1, "removed": 1})
    assert {e["external_id"]: e["happened"] for e in run["log"]} == {
        "pay": "updated",
        "travel": "added",
        "leave": "removed",
    }
    assert kept.names() == {"leave", "pay"}
    with tenant_scope(tenant), transaction.atomic():
        assert SourceItem.objects.count() == 2


def test_what_a_person_erased_here_does_not_come_back(kept: Kept, fake_place: Place) -> None:
    """Not even where it changed at the source."""
    kept.sync()
    row = kept.client.get("/api/v1/documents?q=pay").json()["results"][0]
    kept.client.delete(f"/api/v1/documents/{row['id']}")
    fake_place.texts["pay"] = "Pay comes twice."
    assert (counts(kept.sync()), kept.names()) == ({"skipped": 1, "unchanged": 1}, {"leave"})
    assert kept.shown()["documents"] == 1


@pytest.mark.parametrize("role", ["member", None])
def test_who_may_not_write_any_more_syncs_nothing(
    tenant: TenantRef,
    client: APIClient,
    dora: Actor,
    api: Sign,
    run_jobs: Run,
    fake_place: Place,
    role: str | None,
) -> None:
    """The run says so."""
    fake_place.texts = {"leave": "Leave."}
    hers = Kept(api(dora), run_jobs)
    with shared_scope():
        seat = Membership.objects.filter(tenant_id=tenant.id, person_id=dora.user_id)
        seat.update(role=role) if role else seat.delete()
    mine = client.post(f"{hers.path}/sync", {}, format="json").json()
    run_jobs()
    run = client.get(f"{hers.path}/runs/{mine['id']}").json()
    assert (run["state"], run["error"]["code"]) == ("failed", "forbidden")
    assert client.get("/api/v1/documents").json()["results"] == []


def test_two_sources_do_not_share_a_name(kept: Kept, client: APIClient, run_jobs: Run) -> None:
    """Each keeps its own document of the same name."""
    other = Kept(client, run_jobs, name="Other")
    assert [counts(one.sync()) for one in (kept, other)] == [{"added": 2}, {"added": 2}]
    assert len(client.get("/api/v1/documents").json()["results"]) == 4


def test_an_address_that_another_source_keeps_is_left_to_it(
    kept: Kept, client: APIClient, run_jobs: Run, fake_place: Place
) -> None:
    fake_place.texts = {"https://example.org/a": "A."}
    kept.sync()
    run = Kept(client, run_jobs, name="Other").sync()
    assert [(e["happened"], e["code"]) for e in run["log"]] == [("failed", "taken")]


def test_a_document_says_which_source_it_is_from(kept: Kept) -> None:
    kept.sync()
    row = kept.client.get("/api/v1/documents").json()["results"][0]
    assert row["source"] == {"id": kept.shown()["id"], "name": "Place", "kind": "place"}


@pytest.mark.parametrize(("documents", "left"), [("keep", 2), ("erase", 0)])
def test_removing_a_source_asks_what_becomes_of_its_documents(kept: Kept, documents: str, left: int) -> None:
    kept.sync()
    assert kept.client.delete(kept.path).status_code == 400
    assert kept.client.delete(f"{kept.path}?documents={documents}").status_code == 204
    assert (len(kept.names()), kept.client.get(kept.path).status_code) == (left, 404)


def test_only_curators_see_sources_and_only_of_collections_that_they_see(
    client: APIClient, api: Sign, dora: Actor, ben: Actor, run_jobs: Run, fake_place: Place
) -> None:
    board = {"slug": "board", "name": "Board", "readers": ["engineering"]}
    client.post("/api/v1/collections", board, format="json")
    hidden = Kept(client, run_jobs, collection="board")
    assert api(ben).get(SOURCES).status_code == 403
    assert api(dora).get(SOURCES).json()["results"] == []
    assert api(dora).post(f"{hidden.path}/sync", {}, format="json").status_code == 404
