"""Test sets teach how a tenant's search weighs meaning and words; admins see what came of it and take it back."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from rest_framework.test import APIClient

from chat.access.quality import expectations
from chat.models import TestSet as KeptSet
from documents.actions import weighing
from documents.jobs import LearnWeights
from project.kernel.db import TenantRef, tenant_scope
from project.kernel.jobs import LeaseLost
from tenants.types import Actor, Role
from tests.factories import cast
from tests.factories.bulk import send_lines
from tests.integration.documents.test_fences import LOST
from workers.training.weights import _learn, learn_weights

URL = "/api/v1/search-weights"
ROOMS = 12
Run = Callable[[], int]
Monkey = pytest.MonkeyPatch


@pytest.fixture
def cases(client: APIClient, run_jobs: Run) -> list[dict[str, Any]]:
    """Return a test set's cases, asked of the collection that has the documents they expect."""
    texts = [f"Rule {number} says that room {number} is for guests." for number in range(ROOMS)]
    send_lines(
        client, *({"external_id": f"r-{n}", "text": text, "collection": "hr"} for n, text in enumerate(texts))
    )
    run_jobs()
    documents = client.get("/api/v1/documents?limit=50").json()["results"]
    made = client.post("/api/v1/test-sets", {"name": "Rooms"}, format="json").json()
    asked = [
        {
            "question": f"Who has room {row['external_id'][2:]}?",
            "expected_documents": [row["id"]],
            "collections": ["hr"],
        }
        for row in documents
    ]
    for case in asked:
        answer = client.post(f"/api/v1/test-sets/{made['id']}/cases", case, format="json")
        assert answer.status_code == 201, answer.json()
    return asked


@pytest.fixture
def helps(monkeypatch: pytest.MonkeyPatch) -> Callable[[bool], None]:
    """Return what sets whether the learned weights are better on questions held out."""

    def decide(is_better: bool) -> None:
        monkeypatch.setattr("documents.actions.weighing.held_out", lambda judged: 1.1 * is_better)

    return decide


def learned(client: APIClient, run_jobs: Run) -> dict[str | None, dict[str, Any]]:
    """Learn, and return what is shown of each collection."""
    assert client.post(f"{URL}/learning").status_code == 202
    run_jobs()
    return {row["collection"]: row for row in client.get(URL).json()["results"]}


def actions(client: APIClient) -> list[str]:
    return [event["action"] for event in client.get("/api/v1/audit-events").json()["results"]]


@pytest.mark.usefixtures("cases")
def test_what_helps_weighs_its_collection_from_the_next_search_on(
    client: APIClient, run_jobs: Run, helps: Callable[[bool], None]
) -> None:
    helps(True)
    shown = learned(client, run_jobs)
    assert [(slug, row["is_learned"]) for slug, row in shown.items()] == [(None, True), ("hr", True)]
    trial = shown["hr"]["trial"]
    assert (trial["origin"], trial["questions"], trial["is_kept"]) == ("test sets", ROOMS, True)
    assert trial["reason"] == "Questions left out of the learning come out better than by default."
    asked = {"query": "room 3", "explain": True}
    explained = client.post("/api/v1/search", asked, format="json").json()["explanation"]
    assert explained["fusion"][0]["own_shares"].keys() == {"hr"}


@pytest.mark.usefixtures("cases")
def test_what_helps_no_more_is_let_go(
    client: APIClient, run_jobs: Run, helps: Callable[[bool], None]
) -> None:
    helps(True)
    usual = client.get(URL).json()["results"][0]["weights"]
    learned(client, run_jobs)
    helps(False)
    shown = learned(client, run_jobs)["hr"]
    assert (shown["is_learned"], shown["trial"]["is_kept"], shown["weights"]) == (False, False, usual)
    assert actions(client).count("search.weights_forgotten") == 2


@pytest.mark.usefixtures("cases")
def test_what_is_learned_twice_is_noted_once(
    client: APIClient, run_jobs: Run, helps: Callable[[bool], None]
) -> None:
    helps(True)
    assert learned(client, run_jobs).keys() == learned(client, run_jobs).keys()
    assert actions(client).count("search.weights_learned") == 2


@pytest.mark.usefixtures("cases")
def test_what_test_sets_teach_is_noted_as_the_systems_doing(
    client: APIClient, ada: Actor, run_jobs: Run, helps: Callable[[bool], None]
) -> None:
    """Who asked for it is noted as having asked."""
    helps(True)
    learned(client, run_jobs)
    (made,) = client.get("/api/v1/test-sets").json()["results"]
    client.delete(f"/api/v1/test-sets/{made['id']}")
    learned(client, run_jobs)
    events = client.get("/api/v1/audit-events").json()["results"]
    mine = {(one["action"], one["actor"]) for one in events if "search.weights" in one["action"]}
    assert mine == {
        ("search.weights_learning_started", ada.email),
        ("search.weights_learned", None),
        ("search.weights_forgotten", None),
    }


@pytest.mark.usefixtures("cases")
def test_who_lost_the_lease_keeps_and_forgets_nothing(
    client: APIClient, ada: Actor, run_jobs: Run, helps: Callable[[bool], None], monkeypatch: Monkey
) -> None:
    helps(True)
    kept = learned(client, run_jobs)
    helps(False)
    monkeypatch.setattr("workers.training.weights.runs_elsewhere", lambda lease: False)
    with tenant_scope(ada.tenant), pytest.raises(LeaseLost):
        _learn(ada, "hr", expectations(), LOST)
    monkeypatch.setattr("workers.training.weights.LEAST_CASES", ROOMS + 1)
    with tenant_scope(ada.tenant), pytest.raises(LeaseLost):
        learn_weights(LearnWeights(), lease=LOST)
    assert {row["collection"]: row for row in client.get(URL).json()["results"]} == kept


@pytest.mark.usefixtures("cases")
def test_what_learns_beside_another_waits_for_it(
    client: APIClient, run_jobs: Run, helps: Callable[[bool], None], monkeypatch: Monkey
) -> None:
    helps(True)
    turns = ["another learns", "another learns"]
    monkeypatch.setattr("workers.training.weights.runs_elsewhere", lambda lease: turns and turns.pop())
    forgotten: list[int] = []
    monkeypatch.setattr(weighing, "forget_taught", lambda **_: forgotten.append(len(turns)))
    assert len(learned(client, run_jobs)) == 2
    assert forgotten == [0]
    (job,) = client.get("/api/v1/jobs?kind=LearnWeights").json()["results"]
    assert (job["state"], job["attempts"]) == ("done", 1)


@pytest.mark.usefixtures("cases")
def test_questions_of_an_operators_file_are_not_overruled(
    client: APIClient, ada: Actor, run_jobs: Run, helps: Callable[[bool], None], tmp_path: Path
) -> None:
    helps(True)
    path = tmp_path / "cases.jsonl"
    path.write_text('{"question": "Who has room 3?", "documents": ["r-3"]}\n')
    call_command("tune", ada.tenant.slug, "--collection", "hr", "--cases", str(path))
    kept = client.get(URL).json()["results"][1]
    assert learned(client, run_jobs)["hr"] == kept
    assert kept["trial"]["origin"] == "file"


@pytest.mark.usefixtures("cases")
def test_admins_go_back(client: APIClient, run_jobs: Run, helps: Callable[[bool], None]) -> None:
    helps(True)
    learned(client, run_jobs)
    assert client.delete(f"{URL}?collection=hr").status_code == 204
    (usual,) = client.get(URL).json()["results"]
    assert usual["is_learned"] is True
    assert client.delete(URL).status_code == 204
    assert client.get(URL).json()["results"][0]["is_learned"] is False
    assert client.delete(f"{URL}?collection=nowhere").status_code == 404


def test_a_case_that_cannot_be_asked_hinders_no_other(
    client: APIClient,
    ada: Actor,
    run_jobs: Run,
    cases: list[dict[str, Any]],
    helps: Callable[[bool], None],
) -> None:
    helps(True)
    with tenant_scope(ada.tenant), transaction.atomic():
        kept = KeptSet.objects.get()
        kept.cases = [{**kept.cases[0], "question": "-draft"}, *kept.cases]
        kept.save()
    assert learned(client, run_jobs)["hr"]["trial"]["questions"] == ROOMS


def test_few_cases_teach_nothing_and_that_is_told(
    client: APIClient, run_jobs: Run, helps: Callable[[bool], None]
) -> None:
    helps(True)
    assert client.get(URL).json()["results"][0]["trial"] is None
    (usual,) = learned(client, run_jobs).values()
    trial = usual["trial"]
    assert (usual["is_learned"], trial["is_kept"], trial["questions"]) == (False, False, 0)
    assert (trial["before"], trial["after"]) == (None, None)
    assert trial["reason"] == "At least 10 questions of test sets are needed to learn from, and there are 0."


@pytest.mark.usefixtures("cases")
def test_what_test_sets_taught_goes_with_them(
    client: APIClient, run_jobs: Run, helps: Callable[[bool], None]
) -> None:
    helps(True)
    assert len(learned(client, run_jobs)) == 2
    (made,) = client.get("/api/v1/test-sets").json()["results"]
    assert client.delete(f"/api/v1/test-sets/{made['id']}").status_code == 204
    (usual,) = learned(client, run_jobs).values()
    assert (usual["is_learned"], usual["trial"]["questions"]) == (False, 0)
    assert actions(client).count("search.weights_forgotten") == 2


@pytest.mark.usefixtures("cases")
def test_what_an_operators_file_taught_stays_without_cases(
    client: APIClient, ada: Actor, run_jobs: Run, helps: Callable[[bool], None], tmp_path: Path
) -> None:
    helps(True)
    path = tmp_path / "cases.jsonl"
    path.write_text('{"question": "Who has room 3?", "documents": ["r-3"]}\n')
    call_command("tune", ada.tenant.slug, "--cases", str(path))
    (made,) = client.get("/api/v1/test-sets").json()["results"]
    client.delete(f"/api/v1/test-sets/{made['id']}")
    (usual,) = learned(client, run_jobs).values()
    assert (usual["is_learned"], usual["trial"]["origin"]) == (True, "file")


def test_members_do_not_learn(tenant: TenantRef, api: Callable[[Actor], APIClient]) -> None:
    member = api(cast.make_member(tenant, "dora", role=Role.CURATOR))
    assert [member.get(URL).status_code, member.post(f"{URL}/learning").status_code] == [403, 403]
