"""Owners and admins search with another member's eyes, which the trail keeps and the member is told."""

from collections.abc import Callable
from hashlib import sha256
from typing import Any
from uuid import uuid4

import pytest
from pytest_django import Settings
from rest_framework.test import APIClient

from project.kernel.db import tenant_scope
from tenants import limits
from tenants.actions import api_keys
from tenants.types import Actor, Role, Scope
from tests.factories import cast
from tests.integration.documents.conftest import Upload

Sign = Callable[[Actor], APIClient]


@pytest.fixture
def secret(upload: Upload, ben: Actor, run_jobs: Callable[[], int]) -> None:
    upload("The secret leave of engineers.", title="Engineers", readers="engineering")
    upload("The leave of all.", title="All")
    run_jobs()


def asked(client: APIClient, **fields: Any) -> Any:
    return client.post("/api/v1/search", {"query": "secret leave", **fields}, format="json")


def titles(answer: Any) -> list[str]:
    return sorted(row["document"]["title"] for row in answer.json()["results"])


@pytest.mark.parametrize("mode", ["hybrid", "dense", "lexical"])
def test_an_owner_finds_exactly_what_the_person_finds(
    client: APIClient, ben: Actor, cleo: Actor, api: Sign, secret: None, mode: str
) -> None:
    for who in (ben, cleo):
        theirs, shown = asked(api(who), mode=mode), asked(client, mode=mode, as_person=str(who.user_id))
        assert shown.json()["results"] == theirs.json()["results"]
        assert asked(client, mode=mode, as_person=who.email).json()["results"] == theirs.json()["results"]
        assert shown.json()["as_person"] == {"id": str(who.user_id), "email": who.email}
    assert titles(asked(client, mode=mode)) == ["All", "Engineers"]
    assert "as_person" not in asked(client, mode=mode).json()


def test_an_admin_finds_what_the_person_finds(ben: Actor, cleo: Actor, api: Sign, secret: None) -> None:
    admin = api(cast.make_member(ben.tenant, "dora", role=Role.ADMIN))
    assert titles(asked(admin, as_person=str(cleo.user_id))) == ["All"]
    assert titles(asked(admin, as_person=str(ben.user_id))) == ["All", "Engineers"]


@pytest.mark.parametrize("role", [Role.CURATOR, Role.ANALYST, Role.MEMBER])
@pytest.mark.parametrize(
    "fields", [{"as_person": "ben"}, {"as_person": "nobody"}, {"settings": {"candidates": 10}}]
)
def test_nobody_else_may_and_learns_nothing_of_who_there_is(
    ben: Actor, api: Sign, role: Role, fields: dict[str, Any]
) -> None:
    ids = {"ben": ben.user_id, "nobody": uuid4()}
    sent = {name: str(ids[value]) if name == "as_person" else value for name, value in fields.items()}
    answer = asked(api(cast.make_member(ben.tenant, "dora", role=role)), **sent)
    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")


def test_a_key_needs_the_scope_of_administration(ada: Actor, ben: Actor) -> None:
    statuses = []
    for scopes in ([Scope.SEARCH], [Scope.SEARCH, Scope.ADMIN]):
        with tenant_scope(ada.tenant):
            token = api_keys.create(actor=ada, name="ci", scopes=scopes).token
        client = APIClient(SERVER_NAME="localhost", headers={"Authorization": f"Bearer {token}"})
        statuses.append(asked(client, as_person=str(ben.user_id)).status_code)
    assert statuses == [403, 200]


def test_a_stranger_is_no_member_whose_eyes_one_may_use(client: APIClient, max_: Actor) -> None:
    for person in (max_.user_id, uuid4()):
        answer = asked(client, as_person=str(person))
        (error,) = answer.json()["errors"]
        assert (answer.status_code, error["field"], error["code"]) == (400, "as_person", "unknown_member")


def test_the_trail_keeps_who_as_whom_and_the_question_as_a_digest(
    client: APIClient, ada: Actor, cleo: Actor
) -> None:
    asked(client, as_person=str(cleo.user_id))
    event = client.get("/api/v1/audit-events").json()["results"][0]
    assert (event["action"], event["target"]) == ("search.as_person", f"person:{cleo.user_id}")
    assert event["actor"] == ada.email
    assert event["detail"]["question_sha256"] == sha256(b"secret leave").hexdigest()
    assert "secret leave" not in str(event)


def test_the_trail_keeps_also_what_was_refused_with_their_eyes(
    client: APIClient, cleo: Actor, secret: None
) -> None:
    """That a collection is unknown to them tells what they see."""
    assert asked(client, as_person=str(cleo.user_id), collections=["board"]).status_code == 400
    event = client.get("/api/v1/audit-events").json()["results"][0]
    assert (event["action"], event["target"]) == ("search.as_person", f"person:{cleo.user_id}")


def test_the_person_is_told_who_and_when_and_pays_nothing(
    client: APIClient, ada: Actor, cleo: Actor, api: Sign, settings: Settings
) -> None:
    before = limits.standings(actor=cleo)[0].remaining
    asked(client, as_person=str(cleo.user_id))
    assert limits.standings(actor=cleo)[0].remaining == before
    (told,) = api(cleo).get("/api/v1/searched-as").json()["results"]
    assert (told["by"], set(told)) == (ada.email, {"id", "searched_at", "by"})
    assert api(cleo).get("/api/v1/conversations").json()["results"] == []
    settings.SEARCH_AS_IS_TOLD = False
    assert api(cleo).get("/api/v1/searched-as").json()["results"] == []


def test_others_are_not_told(client: APIClient, ben: Actor, cleo: Actor, api: Sign) -> None:
    asked(client, as_person=str(cleo.user_id))
    assert api(ben).get("/api/v1/searched-as").json()["results"] == []


def test_a_setting_is_tried_for_one_search_and_a_wrong_one_refused_by_its_name(
    client: APIClient, secret: None
) -> None:
    assert asked(client, settings={"candidates": 10}).status_code == 200
    answer = asked(client, settings={"candidates": 1, "luck": True})
    fields = {(error["field"], error["code"]) for error in answer.json()["errors"]}
    assert (answer.status_code, fields) == (
        400,
        {("settings.candidates", "out_of_range"), ("settings.luck", "unknown_field")},
    )
