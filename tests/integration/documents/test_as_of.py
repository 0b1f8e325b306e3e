"""A search as of a moment answers from the versions that were in force then, to today's readers."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connections
from rest_framework.test import APIClient

from documents.jobs import ForgetPast
from documents.search.around import surroundings
from project.kernel.db import TenantRef, tenant_scope
from tenants import schemas
from tenants.types import Actor
from tests.factories import jobs
from tests.integration.documents.conftest import Upload
from tests.integration.documents.test_erasure import rows_of
from tests.integration.documents.test_jobs_twice import again

Run = Callable[[], int]
Sign = Callable[[Actor], APIClient]
DOCUMENTS = "/api/v1/documents"
MODES = ("hybrid", "dense", "lexical")


def now() -> str:
    """Return this moment, with time on either side."""
    time.sleep(0.01)
    moment = datetime.now(UTC).isoformat()
    time.sleep(0.01)
    return moment


def ask(client: APIClient, query: str = "parental leave weeks", **body: Any) -> dict[str, Any]:
    answer = client.post("/api/v1/search", {"query": query, "k": 50, **body}, format="json")
    assert answer.status_code == 200, answer.json()
    shown: dict[str, Any] = answer.json()
    return shown


def texts(client: APIClient, query: str = "parental leave weeks", **body: Any) -> list[str]:
    return [result["text"] for result in ask(client, query, **body)["results"]]


@pytest.fixture
def changed(upload: Upload, run_jobs: Run) -> tuple[dict[str, Any], str, str]:
    """Upload a policy and a newer version of it; return it with the moments before the first and between both."""
    before = now()
    first = upload("Parental leave is twelve weeks.", external_id="leave", title="Leave 2025")
    run_jobs()
    between = now()
    upload("Parental leave is sixteen weeks.", external_id="leave", title="Leave 2026")
    run_jobs()
    return first, before, between


@pytest.mark.parametrize("mode", MODES)
def test_each_moment_has_the_version_that_was_in_force(
    client: APIClient, changed: tuple[dict[str, Any], str, str], mode: str
) -> None:
    _, before, between = changed
    assert texts(client, mode=mode) == ["Parental leave is sixteen weeks."]
    assert texts(client, mode=mode, as_of=between) == ["Parental leave is twelve weeks."]
    assert texts(client, mode=mode, as_of=now()) == ["Parental leave is sixteen weeks."]
    assert texts(client, mode=mode, as_of=before) == []


def test_a_result_names_the_version_as_it_was_called_then(
    client: APIClient, changed: tuple[dict[str, Any], str, str]
) -> None:
    answer = ask(client, as_of=changed[2], explain=True, include=["parent"])
    (result,) = answer["results"]
    assert (result["document"]["version"], result["document"]["title"]) == (1, "Leave 2025")
    assert result["parent"]["text"] == "Parental leave is twelve weeks."
    assert datetime.fromisoformat(answer["as_of"]) == datetime.fromisoformat(changed[2])
    said = answer["explanation"]["as_of"]
    assert (said["documents"], said["not_kept"], said["from"]) == (1, 0, "request")


def test_todays_readers_read_the_past_and_nobody_else(
    client: APIClient, changed: tuple[dict[str, Any], str, str], ben: Actor, cleo: Actor, api: Sign
) -> None:
    document, _, between = changed
    assert len(texts(api(cleo), as_of=between)) == 1
    client.patch(f"{DOCUMENTS}/{document['id']}", {"readers": ["engineering"]}, format="json")
    assert texts(api(cleo), as_of=between) == texts(api(cleo)) == []
    assert len(texts(api(ben), as_of=between)) == 1


def test_what_is_erased_has_no_past(
    client: APIClient, changed: tuple[dict[str, Any], str, str], tenant: TenantRef
) -> None:
    document, _, between = changed
    assert rows_of(tenant, "past_vector", "in_force") == [1, 2]
    assert client.delete(f"{DOCUMENTS}/{document['id']}").status_code == 204
    assert texts(client, as_of=between) == []
    assert rows_of(tenant, "past_vector", "in_force", "chunk", "posting", "corpus_statistic") == [0] * 5


def test_what_has_expired_answers_as_of_before_its_end(
    client: APIClient, upload: Upload, run_jobs: Run
) -> None:
    document = upload("Parental leave is twelve weeks.")
    run_jobs()
    before = now()
    end = datetime.now(UTC) + timedelta(seconds=0.5)
    client.patch(f"{DOCUMENTS}/{document['id']}", {"expires_at": end.isoformat()}, format="json")
    time.sleep(0.6)
    assert (len(texts(client, as_of=before)), texts(client, as_of=now())) == (1, [])
    run_jobs()
    assert (len(texts(client, as_of=before)), texts(client, as_of=now())) == (1, [])
    client.patch(f"{DOCUMENTS}/{document['id']}", {"expires_at": None}, format="json")
    during = (end + timedelta(milliseconds=10)).isoformat()
    assert (texts(client, as_of=during), len(texts(client, as_of=now()))) == ([], 1)


def test_what_was_replaced_by_another_answers_as_of_before(
    client: APIClient, upload: Upload, run_jobs: Run
) -> None:
    old = upload("Parental leave is twelve weeks.", "old.md")
    run_jobs()
    before = now()
    new = upload("Parental leave is sixteen weeks.", "new.md")
    client.patch(f"{DOCUMENTS}/{new['id']}", {"supersedes": old["id"]}, format="json")
    run_jobs()
    assert texts(client, as_of=before) == ["Parental leave is twelve weeks."]
    assert texts(client, as_of=now()) == texts(client) == ["Parental leave is sixteen weeks."]


def test_filters_and_phrases_hold_for_what_was_said_then(
    client: APIClient, upload: Upload, run_jobs: Run
) -> None:
    upload("Parental leave is twelve weeks.", external_id="leave", metadata='{"state": "draft"}')
    run_jobs()
    between = now()
    upload("Parental leave is sixteen weeks.", external_id="leave", metadata='{"state": "final"}')
    run_jobs()
    then = {"as_of": between}
    assert len(texts(client, **then, filter={"state": "draft"})) == 1
    assert texts(client, **then, filter={"state": "final"}) == texts(client, filter={"state": "draft"}) == []
    assert len(texts(client, **then, filter={"document.version": 1}, collections=["hr"])) == 1
    assert len(texts(client, '"twelve weeks" leave', **then)) == 1
    assert texts(client, "leave -twelve", **then) == []


@pytest.mark.parametrize("wrong", ["soon", "2026", "2026-02", "-30d", "today", "9999-01-01", "2025-02-30"])
def test_what_is_no_moment_or_has_not_come_is_refused(client: APIClient, wrong: str) -> None:
    answer = client.post("/api/v1/search", {"query": "leave", "as_of": wrong}, format="json")
    assert answer.status_code == 400
    (error,) = answer.json()["errors"]
    assert (error["field"], error["code"]) == ("as_of", "invalid_moment")
    assert "2025-12-31" in error["detail"]


def test_what_ended_longer_ago_than_is_kept_is_forgotten_once(
    client: APIClient, changed: tuple[dict[str, Any], str, str], tenant: TenantRef
) -> None:
    again(tenant, ForgetPast())
    jobs.run_all()
    assert rows_of(tenant, "past_vector") == [1]
    client.patch("/api/v1/search-settings", {"past_days": 0}, format="json")
    for _ in range(2):
        again(tenant, ForgetPast())
        jobs.run_all()
    assert rows_of(tenant, "past_vector", "chunk") == [0, 1]
    answer = ask(client, as_of=changed[2], explain=True)
    assert (answer["results"], answer["degraded"]) == ([], ["past"])
    assert answer["explanation"]["as_of"]["not_kept"] == 1


def test_who_keeps_no_past_writes_none(
    client: APIClient, upload: Upload, run_jobs: Run, tenant: TenantRef
) -> None:
    client.patch("/api/v1/search-settings", {"past_days": 0}, format="json")
    for text in ("Parental leave is twelve weeks.", "Parental leave is sixteen weeks."):
        upload(text, external_id="leave")
        run_jobs()
    assert rows_of(tenant, "past_vector", "chunk") == [0, 1]


@pytest.fixture
def aged(changed: tuple[dict[str, Any], str, str], tenant: TenantRef) -> str:
    """Let the change of the policy have been on the tenth of March 2024; return the day before."""
    with schemas.owner_cursor(tenant) as cursor:
        cursor.execute(
            "UPDATE in_force SET since = CASE WHEN until IS NULL THEN '2024-03-10' ELSE '2023-03-10' END::timestamptz,"
            " until = CASE WHEN until IS NOT NULL THEN '2024-03-10'::timestamptz END"
        )
    connections["owner"].close()
    return "2024-03-09"


def test_a_day_is_meant_as_it_ended(client: APIClient, aged: str) -> None:
    assert texts(client, as_of=aged) == ["Parental leave is twelve weeks."]
    assert texts(client, as_of="2024-03-10") == ["Parental leave is sixteen weeks."]
    assert texts(client, as_of="2024-03-10T00:30:00+01:00") == ["Parental leave is twelve weeks."]


def test_words_that_name_a_day_prefer_what_was_in_force_and_hide_nothing(
    client: APIClient, aged: str
) -> None:
    answer = ask(client, f"parental leave weeks as of {aged}", explain=True)
    assert [result["document"]["version"] for result in answer["results"]] == [1, 2]
    assert answer["results"][1]["repeats"] == answer["results"][0]["chunk_id"]
    assert (answer["as_of"], answer["meant_as_of"]) == (None, aged)
    said = answer["explanation"]["as_of"]
    assert (said["found"], said["from"], said["moment"][:10]) == (1, "question", aged)


def test_what_words_bring_from_the_past_has_its_surroundings(client: APIClient, aged: str) -> None:
    results = ask(client, f"parental leave weeks as of {aged}", include=["parent"])["results"]
    assert [result["document"]["version"] for result in results] == [1, 2]
    assert [result["parent"]["text"] for result in results] == [result["text"] for result in results]


def test_a_chunk_that_two_versions_have_is_read_in_each(
    client: APIClient, upload: Upload, run_jobs: Run, ada: Actor, tenant: TenantRef
) -> None:
    upload("Parental leave is twelve weeks.\n\nTrains.", external_id="leave")
    run_jobs()
    between = datetime.fromisoformat(now())
    upload("Parental leave is twelve weeks.\n\nPlanes.", external_id="leave")
    run_jobs()
    keys = [UUID(result["chunk_id"]) for result in ask(client)["results"]]
    keys += [UUID(result["chunk_id"]) for result in ask(client, as_of=between.isoformat())["results"]]
    with tenant_scope(tenant):
        found = surroundings(actor=ada, chunk_ids=keys, meant=[between])
    assert sorted({one.version for one in found}) == [1, 2]
    assert len({one.key for one in found}) == len(found)


def test_what_was_asked_for_a_month_prefers_its_end(client: APIClient, aged: str) -> None:
    answer = ask(client, "How many weeks was parental leave in February 2024?")
    assert [result["document"]["version"] for result in answer["results"]] == [1, 2]
    assert [result["repeats"] for result in answer["results"]] == [None, None]


def test_where_nothing_was_in_force_then_words_change_nothing(client: APIClient, aged: str) -> None:
    answer = ask(client, "parental leave weeks as of 2019-01-01", explain=True)
    assert [result["document"]["version"] for result in answer["results"]] == [2]
    assert answer["explanation"]["as_of"]["found"] == 0


def test_words_of_time_are_not_read_where_the_tenant_does_not_want_it(client: APIClient, aged: str) -> None:
    client.patch("/api/v1/search-settings", {"time_words": False}, format="json")
    answer = ask(client, f"parental leave weeks as of {aged}")
    assert [result["document"]["version"] for result in answer["results"]] == [2]


def test_words_that_stand_only_in_the_past_are_spelt_right(
    client: APIClient, upload: Upload, run_jobs: Run
) -> None:
    """And only they are meant: what is written since then was no word of then."""
    upload("The lantern hangs in the hall.", external_id="light")
    run_jobs()
    between = now()
    upload("The lintern and the ziggurat are gone.", external_id="light")
    run_jobs()
    then = ask(client, "lantern zzyzx", as_of=between, explain=True)["explanation"]
    assert "corrected" not in then
    then = ask(client, "lontern zigurat", as_of=between, explain=True)["explanation"]
    assert then["corrected"] == {"lontern": ["lantern"]}
    assert ask(client, "lontern", explain=True)["explanation"]["corrected"] == {"lontern": ["lintern"]}


def test_a_version_that_was_replaced_is_read_as_it_was_cut(
    client: APIClient, changed: tuple[dict[str, Any], str, str], ben: Actor, cleo: Actor, api: Sign
) -> None:
    document, _, between = changed
    (result,) = ask(client, as_of=between)["results"]
    address = f"{DOCUMENTS}/{document['id']}/chunks"
    query = {"version": 1, "around": result["chunk_id"]}
    assert [one["text"] for one in client.get(address, query).json()["results"]] == [result["text"]]
    assert client.get(address, {**query, "version": 2}).status_code == 404
    hidden = client.patch(f"{DOCUMENTS}/{document['id']}", {"readers": ["engineering"]}, format="json")
    assert hidden.status_code == 200, hidden.json()
    assert api(cleo).get(address, query).status_code == 404


def test_an_unknown_version_has_no_chunks(
    client: APIClient, changed: tuple[dict[str, Any], str, str]
) -> None:
    address = f"{DOCUMENTS}/{changed[0]['id']}/chunks"
    told = [client.get(address, {"version": number}).status_code for number in (2, 99)]
    assert told == [200, 404]
