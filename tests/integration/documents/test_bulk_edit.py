"""Many documents are changed at once: each by its own permission, and one refusal stops no other."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from rest_framework.test import APIClient

from documents.actions import bulk_edit
from documents.jobs import EditDocuments
from project.kernel.jobs import Job
from tenants.types import Actor
from tests.factories.bulk import LINE, send_lines
from tests.factories.jobs import deliver_again
from tests.integration.documents.conftest import Upload
from tests.integration.documents.test_readers import client_email

Run = Callable[[], int]
Sign = Callable[[Actor], APIClient]
DOCUMENTS = "/api/v1/documents"


def edit(client: APIClient, **body: Any) -> Any:
    return client.post(f"{DOCUMENTS}/bulk-edit", body, format="json")


def documents(client: APIClient, query: str = "") -> dict[str, dict[str, Any]]:
    rows = client.get(f"{DOCUMENTS}?limit=200{query}").json()["results"]
    return {row["external_id"]: row for row in rows}


def events(client: APIClient, action: str) -> list[dict[str, Any]]:
    rows = client.get("/api/v1/audit-events").json()["results"]
    return [row["detail"] for row in rows if row["action"] == action]


@pytest.fixture
def three(upload: Upload, run_jobs: Run) -> list[str]:
    """Upload three documents of one team; return their ids."""
    made = [upload(f"Text {n}.", external_id=f"d{n}", metadata='{"team": "hr", "year": 1}') for n in range(3)]
    run_jobs()
    return [document["id"] for document in made]


def test_a_selection_is_changed_and_counted(client: APIClient, three: list[str], ben: Actor) -> None:
    """Metadata are merged, a key that is null goes, and the trail has one line."""
    wanted = {"metadata": {"team": "it", "year": None}, "owner": ben.email, "review_on": "2030-01-01"}
    answer = edit(client, ids=three[:2], set=wanted)
    assert (answer.status_code, answer.json()) == (
        200,
        {"matched": 2, "changed": 2, "failed": [], "job": None},
    )
    found = documents(client)
    assert [found[f"d{n}"]["metadata"] for n in range(3)] == [{"team": "it"}] * 2 + [
        {"team": "hr", "year": 1}
    ]
    assert [found[f"d{n}"]["review_on"] for n in range(3)] == ["2030-01-01"] * 2 + [None]
    assert events(client, "documents.edited") == [
        {"work": "set", "fields": ["metadata", "owner", "review_on"], "matched": 2, "failed": 0}
    ]
    assert events(client, "document.changed") == []


def test_all_that_a_filter_leaves_are_meant_and_a_dry_run_changes_nothing(
    client: APIClient, three: list[str], upload: Upload
) -> None:
    upload("Another.", external_id="other")
    body = {"filter": {"metadata": {"team": "hr"}, "collection": "hr"}, "do": "delete"}
    assert edit(client, **body, dry_run=True).json() == {
        "matched": 3,
        "changed": 0,
        "failed": [],
        "job": None,
    }
    assert len(documents(client)) == 4
    assert edit(client, **body).json()["changed"] == 3
    assert list(documents(client)) == ["other"]
    assert client.get(f"{DOCUMENTS}/{three[0]}/deletion").status_code == 200


def test_what_one_may_not_see_is_missing_and_the_others_are_changed(
    client: APIClient, three: list[str], ben: Actor, dora: Actor, api: Sign
) -> None:
    client.patch(f"{DOCUMENTS}/{three[0]}", {"readers": ["engineering"]}, format="json")
    unknown = str(uuid4())
    answer = edit(api(dora), ids=[*three, unknown, unknown], set={"metadata": {"team": "it"}}).json()
    assert (answer["matched"], answer["changed"]) == (2, 2)
    assert sorted((row["id"], row["code"]) for row in answer["failed"]) == sorted(
        [(three[0], "not_found"), (unknown, "not_found")]
    )
    assert documents(client)["d0"]["metadata"]["team"] == "hr"


def test_one_that_cannot_be_is_named_and_stops_no_other(client: APIClient, three: list[str]) -> None:
    """Another document has its name where it is to go."""
    client.post("/api/v1/collections", {"slug": "it", "name": "IT"}, format="json")
    send_lines(client, {**LINE, "external_id": "d1", "collection": "it"})
    bulk = edit(client, ids=three, set={"collection": "it"})
    answer = bulk.json()
    assert answer["changed"] + len(answer["failed"]) == 3
    retried = edit(client, ids=three, do="retry").json()
    assert [row["code"] for row in retried["failed"]] == ["conflict"] * 3


def test_new_readers_hold_from_the_next_search_on_and_are_written_down_of_each(
    client: APIClient, three: list[str], ben: Actor, cleo: Actor, api: Sign
) -> None:
    edit(client, ids=three, set={"readers": ["engineering"]})
    assert events(client, "document.shared") == [{"readers": ["engineering"]}] * 3
    asked = {"query": "text"}
    assert api(cleo).post("/api/v1/search", asked, format="json").json()["results"] == []
    assert len(api(ben).post("/api/v1/search", asked, format="json").json()["results"]) == 3


@pytest.fixture
def many(client: APIClient, run_jobs: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Load more documents than are changed at once, and let each turn of a job be a batch of four."""
    monkeypatch.setattr(bulk_edit, "AT_ONCE", 3)
    monkeypatch.setattr(bulk_edit, "BATCH", 4)
    monkeypatch.setattr("project.kernel.jobs.lease.TURN_SECONDS", 0)
    send_lines(client, *({**LINE, "external_id": f"d{n}", "text": f"Text {n}."} for n in range(10)))
    run_jobs()


def test_many_are_edited_by_a_job_once_however_often_it_comes(
    client: APIClient, many: None, run_jobs: Run
) -> None:
    answer = edit(client, filter={"collection": "hr"}, set={"metadata": {"team": "it"}})
    assert (answer.status_code, answer.json()["matched"], answer.json()["changed"]) == (202, 10, 0)
    # What comes after it was asked is not meant.
    send_lines(client, {**LINE, "external_id": "later"})
    run_jobs()
    teams = [row["metadata"].get("team") for row in documents(client).values()]
    assert (teams.count("it"), teams.count(None)) == (10, 1)
    job = client.get(f"/api/v1/jobs/{answer.json()['job']}").json()
    assert (job["state"], job["progress"]["done"], job["progress"]["failed"]) == ("done", 10, 0)
    deliver_again(EditDocuments)
    run_jobs()
    assert [row["metadata"].get("team") for row in documents(client).values()].count("it") == 10


def test_a_job_that_is_stopped_before_it_began_changes_nothing(
    client: APIClient, many: None, run_jobs: Run, recorded_jobs: Callable[[], list[Job]]
) -> None:
    job = edit(client, all=True, do="delete").json()["job"]
    assert client.post(f"/api/v1/jobs/{job}/cancel").status_code == 202
    run_jobs()
    assert len(documents(client)) == 10


def test_an_owner_s_job_is_done_as_they_are_then(
    client: APIClient, many: None, run_jobs: Run, dora: Actor, api: Sign
) -> None:
    """Documents that were withheld from whoever asked since are left as they are."""
    edit(api(dora), all=True, set={"metadata": {"team": "it"}})
    mine = documents(client)["d0"]["id"]
    client.patch(f"{DOCUMENTS}/{mine}", {"readers": [client_email(client)]}, format="json")
    run_jobs()
    teams = {name: row["metadata"].get("team") for name, row in documents(client).items()}
    assert (teams.pop("d0"), set(teams.values())) == (None, {"it"})


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"set": {"owner": "x"}}, "ids"),
        ({"ids": [], "do": "delete"}, "ids"),
        ({"all": True, "set": {}}, "set"),
        ({"all": True, "set": {"owner": "x"}, "do": "retry"}, "set"),
        ({"all": True, "set": {"review_on": "soon"}}, "set.review_on"),
        ({"filter": {"review": "late"}, "do": "retry"}, "review"),
        ({"filter": {"owner": "nobody@acme.example"}, "do": "retry"}, "owner"),
        ({"filter": {"collection": "gone"}, "do": "retry"}, "collection"),
        ({"filter": {}, "do": "delete"}, "filter"),
        ({"filter": {"metadata": {}}, "do": "delete"}, "filter"),
        ({"filter": {}, "ids": [str(UUID(int=1))], "do": "delete"}, "filter"),
        ({"filter": {"q": "leave"}, "all": True, "do": "delete"}, "ids"),
        ({"filter": {"colection": "hr"}, "do": "delete"}, "filter.colection"),
        ({"all": True, "do": "delete", "dryrun": True}, "dryrun"),
    ],
)
def test_a_wrong_edit_says_what_was_expected(client: APIClient, body: dict[str, Any], field: str) -> None:
    answer = edit(client, **body)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, field)
