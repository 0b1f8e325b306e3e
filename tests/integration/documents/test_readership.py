"""A page says who may see a document and why, as far as its reader may know it."""

from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient

from project.kernel.db import tenant_scope
from tenants.actions import api_keys
from tenants.types import Actor, Role, Scope
from tests.factories import cast
from tests.integration.documents.conftest import Upload

Sign = Callable[[Actor], APIClient]


@pytest.fixture
def closed(upload: Upload, ben: Actor) -> str:
    return f"/api/v1/documents/{upload(title='Closed', readers='engineering')['id']}/access"


def because(shown: Any) -> list[tuple[str, str]]:
    return [(reason["kind"], reason["name"]) for reason in shown["because"]]


def test_a_member_reads_why_but_not_how_many_or_who(ben: Actor, api: Sign, closed: str) -> None:
    shown = api(ben).get(closed).json()
    assert because(shown) == [("group", "Engineering")]
    (reader,) = shown["readers"]
    told = [reader[name] for name in ("kind", "name", "count", "people")]
    assert told == ["group", "Engineering", None, []]
    assert (reader["includes_you"], shown["administrators"]) == (True, {"count": 1, "people": []})
    assert (shown["inherited_from"], shown["person"]) == (None, None)


def test_a_curator_reads_how_many_as_in_the_list_of_groups(ben: Actor, api: Sign, closed: str) -> None:
    dora = cast.make_member(ben.tenant, "dora", role=Role.CURATOR, groups=("engineering",))
    (reader,) = api(dora).get(closed).json()["readers"]
    assert (reader["count"], reader["people"]) == (2, [])


def test_a_key_that_does_not_administer_names_nobody(ada: Actor, ben: Actor, closed: str) -> None:
    with tenant_scope(ada.tenant):
        token = api_keys.create(actor=ada, name="ci", scopes=[Scope.DOCUMENTS_READ]).token
    client = APIClient(SERVER_NAME="localhost", headers={"Authorization": f"Bearer {token}"})
    shown = client.get(closed).json()
    assert (shown["readers"][0]["people"], shown["administrators"]["people"]) == ([], [])
    assert client.get(closed, {"person": ben.email}).status_code == 403


def test_an_admin_reads_who_and_asks_about_one(
    client: APIClient, ada: Actor, ben: Actor, cleo: Actor, closed: str
) -> None:
    shown = client.get(closed, {"person": cleo.email}).json()
    assert because(shown) == [("role", "owner")]
    assert [one["email"] for one in shown["readers"][0]["people"]] == [ben.email]
    assert [one["email"] for one in shown["administrators"]["people"]] == [ada.email]
    assert (shown["person"]["email"], shown["person"]["may_see"]) == (cleo.email, False)
    about_ben = client.get(closed, {"person": str(ben.user_id)}).json()["person"]
    assert (about_ben["may_see"], because(about_ben)) == (True, [("group", "Engineering")])


def test_what_it_says_is_what_they_find(
    client: APIClient, upload: Upload, ben: Actor, cleo: Actor, api: Sign
) -> None:
    """For everyone, a group, a person, and several; and for one who has left."""
    for readers in ("everyone", "engineering", cleo.email):
        path = f"/api/v1/documents/{upload(readers, title=readers, readers=readers)['id']}"
        for who in (ben, cleo):
            said = client.get(f"{path}/access", {"person": who.email}).json()["person"]["may_see"]
            assert said is (api(who).get(path).status_code == 200)


def test_readers_of_a_collection_are_said_to_be_its(
    client: APIClient, upload: Upload, cleo: Actor, api: Sign
) -> None:
    document = upload()
    shown = api(cleo).get(f"/api/v1/documents/{document['id']}/access").json()
    assert shown["inherited_from"] == {"slug": "hr", "name": "People"}
    assert because(shown) == [("everyone", "")]
    of_collection = api(cleo).get("/api/v1/collections/hr/access").json()
    assert of_collection["readers"] == shown["readers"]


def test_nobody_else_asks_about_others(client: APIClient, upload: Upload, ben: Actor, api: Sign) -> None:
    path = f"/api/v1/documents/{upload()['id']}/access"
    curator = api(cast.make_member(ben.tenant, "dora", role=Role.CURATOR))
    for person in (ben.email, "nobody@example.org"):
        assert curator.get(path, {"person": person}).status_code == 403
    answer = client.get(path, {"person": "nobody@example.org"})
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (400, "unknown_member")


def test_who_may_not_see_it_is_not_told_who_may(cleo: Actor, api: Sign, closed: str) -> None:
    assert api(cleo).get(closed).status_code == 404


def test_what_has_expired_and_who_has_left_is_said(
    client: APIClient, upload: Upload, cleo: Actor, api: Sign
) -> None:
    document = upload(readers=cleo.email, expires_at="2020-01-01T00:00:00Z")
    path = f"/api/v1/documents/{document['id']}/access"
    assert client.get(path).json()["withdrawn"] == "expired"
    members = client.get("/api/v1/members").json()["results"]
    client.delete(f"/api/v1/members/{next(m['id'] for m in members if m['email'] == cleo.email)}")
    assert [reader["kind"] for reader in client.get(path).json()["readers"]] == ["gone"]
