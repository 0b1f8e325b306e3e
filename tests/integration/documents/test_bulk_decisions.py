"""The lines of a bulk upload say who reads a document, who owns it, when it is reviewed and when it ends."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from documents.actions.naming import People
from documents.jobs import SettleDocument
from documents.lines import read_line
from project.kernel.db import tenant_scope
from project.kernel.jobs import Job
from tenants.types import Actor, Role
from tests.factories import cast
from tests.factories.bulk import LINE, send_lines
from tests.integration.documents.test_audit import events
from tests.integration.documents.test_readers import client_email
from workers import runner

Run = Callable[[], int]
Sign = Callable[[Actor], APIClient]
PAST, FUTURE = "2020-01-31T12:00:00Z", "2090-01-31T12:00:00Z"


def loaded(client: APIClient, run_jobs: Run, *lines: dict[str, Any]) -> dict[str, Any]:
    """Load lines, all of which are taken, and return the documents by their names."""
    answer = send_lines(client, *lines)
    assert answer.json()["rejected"] == []
    run_jobs()
    return {row["external_id"]: row for row in client.get("/api/v1/documents").json()["results"]}


def found(client: APIClient) -> list[str]:
    """Return the names of what a search finds."""
    results = client.post("/api/v1/search", {"query": "leave"}, format="json").json()["results"]
    return sorted(result["document"]["external_id"] for result in results)


def test_a_line_s_readers_are_the_only_ones_who_find_its_document(
    client: APIClient, run_jobs: Run, ben: Actor, api: Sign
) -> None:
    mail = client_email(client)
    documents = loaded(client, run_jobs, {**LINE, "readers": [mail]}, {**LINE, "external_id": "b"})
    assert (documents["a"]["readers"], documents["b"]["readers"]) == ([mail], ["everyone"])
    assert (found(client), found(api(ben))) == (["a", "b"], ["b"])


@pytest.mark.parametrize("text", [LINE["text"], "Leave is ten weeks."])
def test_new_readers_hold_with_the_same_text_and_with_another(
    client: APIClient, run_jobs: Run, ben: Actor, api: Sign, text: str
) -> None:
    loaded(client, run_jobs, LINE)
    assert found(api(ben)) == ["a"]
    loaded(client, run_jobs, {**LINE, "text": text, "readers": [client_email(client)]})
    assert (found(client), found(api(ben))) == (["a"], [])
    loaded(client, run_jobs, {**LINE, "text": f"{text} Again."})
    assert found(api(ben)) == []


def test_a_later_line_that_names_no_readers_does_not_open_what_an_earlier_one_closed(
    client: APIClient, run_jobs: Run, ben: Actor, api: Sign
) -> None:
    loaded(client, run_jobs, {**LINE, "readers": [client_email(client)]}, {**LINE, "text": "Leave is long."})
    assert (found(client), found(api(ben))) == (["a"], [])


@pytest.mark.parametrize("is_together", [True, False])
def test_a_line_without_a_title_keeps_the_one_that_stood(
    client: APIClient, run_jobs: Run, is_together: bool
) -> None:
    """Whether it comes in the same upload or in a later one."""
    first = {**LINE, "title": "Leave", "url": "https://example.com/leave", "metadata": {"team": "hr"}}
    second = {key: LINE[key] for key in ("collection", "external_id")} | {"text": "Leave is ten weeks."}
    if is_together:
        document = loaded(client, run_jobs, first, second)["a"]
    else:
        loaded(client, run_jobs, first)
        document = loaded(client, run_jobs, second)["a"]
    assert (document["title"], document["url"], document["metadata"]) == (
        "Leave",
        first["url"],
        {"team": "hr"},
    )


def test_new_readers_are_written_down_by_the_names_that_people_know(
    client: APIClient, run_jobs: Run, ben: Actor
) -> None:
    names = ["engineering", client_email(client)]
    document = loaded(client, run_jobs, LINE)["a"]
    loaded(client, run_jobs, {**LINE, "readers": names})
    shared = [said for action, said in events(client, f"document:{document['id']}") if said]
    assert [sorted(readers) for readers in shared] == [sorted(names)]


def test_an_end_that_stays_as_it_was_is_not_asked_for_again(
    client: APIClient, run_jobs: Run, recorded_jobs: Callable[[], list[Job]]
) -> None:
    loaded(client, run_jobs, {**LINE, "expires_at": FUTURE})
    send_lines(client, {**LINE, "expires_at": FUTURE, "review_on": "2030-01-31"})
    assert runner.run_next("parse")
    assert SettleDocument not in map(type, recorded_jobs())


def test_owner_review_and_end_are_kept_and_cleared(client: APIClient, run_jobs: Run) -> None:
    said = {"owner": client_email(client), "review_on": "2030-01-31", "expires_at": FUTURE}
    first = loaded(client, run_jobs, {**LINE, **said})["a"]
    assert (first["owner"]["email"], first["review_on"], first["expires_at"]) == tuple(said.values())
    kept = loaded(client, run_jobs, LINE)["a"]
    assert (kept["review_on"], kept["expires_at"]) == ("2030-01-31", FUTURE)
    gone = loaded(client, run_jobs, {**LINE, "owner": None, "review_on": "", "expires_at": None})["a"]
    assert (gone["owner"], gone["review_on"], gone["expires_at"]) == (None, None, None)


def test_what_has_ended_answers_no_more_whether_it_is_new_or_stood(client: APIClient, run_jobs: Run) -> None:
    loaded(client, run_jobs, LINE, {**LINE, "external_id": "b", "expires_at": PAST})
    assert found(client) == ["a"]
    documents = loaded(client, run_jobs, {**LINE, "expires_at": PAST})
    assert (found(client), documents["a"]["withdrawn"]) == ([], "expired")
    loaded(client, run_jobs, {**LINE, "expires_at": FUTURE}, {**LINE, "external_id": "b", "expires_at": None})
    assert found(client) == ["a", "b"]


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"readers": ["nobody"]}, "unknown_reader"),
        ({"readers": []}, "invalid_readers"),
        ({"readers": "hr"}, "invalid_readers"),
        ({"readers": ["a\u0000"]}, "invalid_readers"),
        ({"readers": [f"r{n}" for n in range(51)]}, "too_many"),
        ({"readers": ["r" * 301]}, "invalid_readers"),
        ({"owner": "nobody@acme.example"}, "unknown_member"),
        ({"owner": 5}, "invalid_owner"),
        ({"review_on": "soon"}, "invalid_review_on"),
        ({"expires_at": "soon"}, "invalid_expires_at"),
        ({"expires_at": "0001-01-01T00:00:00+14:00"}, "invalid_expires_at"),
        ({"expires_at": "9999-12-31T23:59:59-14:00"}, "invalid_expires_at"),
        ({"reader": ["hr"]}, "unknown_field"),
        ({"supersedes": "x"}, "unknown_field"),
    ],
)
def test_a_line_that_decides_wrongly_is_refused_by_its_number(
    client: APIClient, run_jobs: Run, said: dict[str, Any], code: str
) -> None:
    answer = send_lines(client, {**LINE, "external_id": "b"}, {**LINE, **said}).json()
    assert [(line["line"], line["code"]) for line in answer["rejected"]] == [(2, code)]
    assert answer["accepted"] == 1


@pytest.mark.parametrize("said", [{"readers": ["r" * 300]}, {"owner": "o" * 320}])
def test_a_refusal_repeats_no_more_of_a_name_than_is_needed_to_know_it(
    client: APIClient, said: dict[str, Any]
) -> None:
    (refused,) = send_lines(client, {**LINE, **said}).json()["rejected"]
    assert refused["code"].startswith("unknown_")
    assert len(refused["detail"]) < 250
    assert next(iter(said))[0] * 80 + "…" in refused["detail"]


def test_the_same_text_grants_nothing_of_a_document_that_the_sender_may_not_see(
    client: APIClient, run_jobs: Run, ada: Actor, ben: Actor, api: Sign
) -> None:
    curator = cast.make_member(ada.tenant, "cora", role=Role.CURATOR)
    loaded(client, run_jobs, {**LINE, "readers": [ada.email]})
    answer = send_lines(api(curator), {**LINE, "readers": [curator.email], "expires_at": PAST}).json()
    run_jobs()
    job = client.get(f"/api/v1/jobs/{answer['job']}").json()
    assert (job["progress"]["failed"], found(api(curator)), found(client)) == (1, [], ["a"])
    (document,) = client.get("/api/v1/documents").json()["results"]
    assert (document["readers"], document["expires_at"]) == ([ada.email], None)


def test_people_are_looked_up_for_many_lines_at_once(ada: Actor) -> None:
    names = [{"readers": [f"group-{n}", ada.email], "owner": ada.email} for n in range(200)]
    lines = [read_line(str({**LINE, **said}).replace("'", '"').encode()) for said in names]
    people = People(ada)
    with tenant_scope(ada.tenant), CaptureQueriesContext(connection) as queries:
        people.learn(lines)
    assert sum(query["sql"].startswith("SELECT") and "FROM" in query["sql"] for query in queries) <= 3
    with tenant_scope(ada.tenant), CaptureQueriesContext(connection) as again:
        people.learn([line for line in lines if line.readers == (ada.email,)])
    assert len(again) == 0
