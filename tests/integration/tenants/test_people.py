"""Let administrators change who belongs to their tenant, within what their own role allows."""

import re
from collections.abc import Callable

import pytest
from django.conf import settings
from django.core import mail
from rest_framework.test import APIClient

from project.kernel.db import TenantRef, shared_scope
from tenants.jobs import SendInvitation
from tenants.models import AuditEvent, Membership
from tenants.types import Actor, Role
from tests.factories import cast, jobs

Api = Callable[[Actor], APIClient]


def member_id(actor: Actor) -> str:
    with shared_scope():
        return str(Membership.objects.get(tenant_id=actor.tenant.id, person_id=actor.user_id).pk)


def actions_noted(tenant: TenantRef) -> list[str]:
    with shared_scope():
        return list(AuditEvent.objects.filter(tenant_id=tenant.id).values_list("action", flat=True))


def test_members_are_listed_with_their_role_and_groups(ada: Actor, ben: Actor, api: Api) -> None:
    answer = api(ada).get("/api/v1/members")
    assert answer.status_code == 200, answer.content
    shown = {row["email"]: (row["role"], row["groups"]) for row in answer.json()["results"]}
    assert shown == {ada.email: ("owner", []), ben.email: ("member", ["engineering"])}


def test_members_are_listed_with_the_id_by_which_other_answers_name_them(ada: Actor, api: Api) -> None:
    (member,) = api(ada).get("/api/v1/members").json()["results"]
    assert (member["id"], member["person_id"]) == (member_id(ada), str(ada.user_id))


def test_a_member_may_not_see_the_members(ben: Actor, api: Api) -> None:
    assert api(ben).get("/api/v1/members").json()["code"] == "forbidden"


def test_a_role_and_groups_are_changed_in_one_call(ada: Actor, ben: Actor, api: Api) -> None:
    answer = api(ada).patch(
        f"/api/v1/members/{member_id(ben)}", {"role": "analyst", "groups": []}, format="json"
    )
    assert (answer.json()["role"], answer.json()["groups"]) == ("analyst", [])
    assert actions_noted(ada.tenant) == ["member.role_changed", "member.groups_changed"]


def test_the_last_owner_stays(ada: Actor, api: Api) -> None:
    place = f"/api/v1/members/{member_id(ada)}"
    assert api(ada).patch(place, {"role": "member"}, format="json").json()["code"] == "last_owner"
    assert api(ada).delete(place).json()["code"] == "last_owner"


def test_an_admin_cannot_make_an_owner(tenant: TenantRef, ben: Actor, api: Api) -> None:
    admin = cast.make_member(tenant, "dora", role=Role.ADMIN)
    answer = api(admin).patch(f"/api/v1/members/{member_id(ben)}", {"role": "owner"}, format="json")
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["code"] == "beyond_your_own"


def test_a_member_who_was_taken_out_is_no_longer_signed_in(ada: Actor, ben: Actor, api: Api) -> None:
    bens = api(ben)
    assert bens.get("/api/v1/limits").status_code == 200
    assert api(ada).delete(f"/api/v1/members/{member_id(ben)}").status_code == 204
    assert bens.get("/api/v1/limits").status_code == 401


def test_a_group_lives(ada: Actor, ben: Actor, api: Api) -> None:
    client = api(ada)
    made = client.post("/api/v1/groups", {"name": "Night shift"}, format="json").json()
    assert made["slug"] == "night-shift"
    place = f"/api/v1/groups/{made['id']}"
    assert client.put(f"{place}/members/{member_id(ben)}").status_code == 204
    assert [row["email"] for row in client.get(f"{place}/members").json()["results"]] == [ben.email]
    assert client.patch(place, {"name": "Nights"}, format="json").json()["members"] == 1
    assert client.delete(f"{place}/members/{member_id(ben)}").status_code == 204
    assert client.delete(place).status_code == 204
    assert client.get(place).status_code == 404


def test_two_groups_cannot_have_one_name(ada: Actor, ben: Actor, api: Api) -> None:
    answer = api(ada).post("/api/v1/groups", {"name": "Engineering"}, format="json")
    assert (answer.status_code, answer.json()["code"]) == (409, "group_exists")


def invited(client: APIClient, email: str, **more: object) -> str:
    body = {"email": email, "role": "member", "groups": []} | more
    answer = client.post("/api/v1/invitations", body, format="json")
    assert answer.status_code == 201, answer.content
    return str(answer.json()["link"]).rsplit("/", 1)[1]


def accept(tenant: TenantRef, token: str, password: str = "a password of some length") -> dict[str, object]:
    stranger = APIClient(SERVER_NAME=f"{tenant.slug}.localhost")
    body = {"token": token, "name": "Eve", "password": password}
    answer = stranger.post("/api/v1/invitations/accept", body, format="json")
    return {"status": answer.status_code, **answer.json()}


def test_an_invitation_is_mailed_and_accepted_once(
    ada: Actor, ben: Actor, api: Api, run_jobs: Callable[[], int]
) -> None:
    email = f"eve@{ada.tenant.slug}.example"
    token = invited(api(ada), email, groups=["engineering"])
    run_jobs()
    assert re.search(rf"/invite/{re.escape(token)}\n", str(mail.outbox[-1].body))
    assert accept(ada.tenant, token) == {"status": 200, "email": email}
    eve = cast.actor(ada.tenant, "eve")
    assert (eve.role, len(eve.group_ids)) == (Role.MEMBER, 1)
    assert accept(ada.tenant, token)["status"] == 404


def test_an_invitation_that_another_one_has_overtaken_is_a_conflict(
    ada: Actor, api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As where two ask at once: neither sees the other's before both are written."""
    invited(api(ada), f"eve@{ada.tenant.slug}.example")
    monkeypatch.setattr("tenants.actions.invitations._withdraw", lambda *_: None)
    body = {"email": f"eve@{ada.tenant.slug}.example", "role": "member", "groups": []}
    answer = api(ada).post("/api/v1/invitations", body, format="json")
    assert (answer.status_code, answer.json()["code"]) == (409, "already_invited")


def test_a_withdrawn_invitation_lets_nobody_in(ada: Actor, api: Api) -> None:
    client = api(ada)
    token = invited(client, f"eve@{ada.tenant.slug}.example")
    row = client.get("/api/v1/invitations").json()["results"][0]
    assert client.delete(f"/api/v1/invitations/{row['id']}").status_code == 204
    assert accept(ada.tenant, token)["status"] == 404


def test_an_invitation_of_another_tenant_is_unknown(ada: Actor, max_: Actor, api: Api) -> None:
    token = invited(api(ada), f"eve@{ada.tenant.slug}.example")
    assert accept(max_.tenant, token)["status"] == 404


def test_who_has_an_account_proves_it(ada: Actor, max_: Actor, api: Api) -> None:
    token = invited(api(ada), max_.email)
    assert accept(ada.tenant, token, "not the password")["errors"][0]["code"] == "wrong_password"  # type: ignore[index]
    assert accept(ada.tenant, token, cast.PASSWORD)["status"] == 200


def test_guessing_a_password_by_an_invitation_ends_in_the_lockout(ada: Actor, max_: Actor, api: Api) -> None:
    token = invited(api(ada), max_.email)
    for number in range(settings.AXES_FAILURE_LIMIT):
        accept(ada.tenant, token, f"not the password {number}")
    answer = accept(ada.tenant, token, cast.PASSWORD)
    assert (answer["status"], answer["code"]) == (429, "rate_limited")


def test_a_weak_password_does_not_tell_whether_there_is_an_account(ada: Actor, max_: Actor, api: Api) -> None:
    client = api(ada)
    addresses = (max_.email, f"eve@{ada.tenant.slug}.example")
    known, unknown = (accept(ada.tenant, invited(client, email), "short") for email in addresses)
    assert known == unknown


def test_a_weak_password_is_refused_with_its_reason(ada: Actor, api: Api) -> None:
    token = invited(api(ada), f"eve@{ada.tenant.slug}.example")
    assert accept(ada.tenant, token, "short")["code"] == "invalid"


@pytest.mark.parametrize("name", ["audit-events", "usage", "limits", "webhooks", "api-keys", "invitations"])
def test_administration_answers(name: str, ada: Actor, api: Api) -> None:
    answer = api(ada).get(f"/api/v1/{name}")
    assert answer.status_code == 200, answer.content
    assert answer.headers["RateLimit-Limit"] == "600"


def test_a_list_goes_on_where_the_page_ended(ada: Actor, ben: Actor, cleo: Actor, api: Api) -> None:
    first = api(ada).get("/api/v1/members?limit=2").json()
    second = api(ada).get(first["next"]).json()
    assert [len(first["results"]), len(second["results"]), second["next"]] == [2, 1, None]


def test_a_cursor_that_was_never_given_is_refused(ada: Actor, api: Api) -> None:
    answer = api(ada).get("/api/v1/members?cursor=xyz")
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "cursor")


def test_an_invitation_whose_worker_was_lost_after_mailing_is_mailed_once(
    ada: Actor, api: Callable[[Actor], APIClient], run_jobs: Callable[[], int]
) -> None:
    body = {"email": "once@example.org", "role": "member"}
    assert api(ada).post("/api/v1/invitations", body, format="json").status_code == 201
    for _ in range(2):
        jobs.deliver_again(SendInvitation)
        assert run_jobs() == 1
    assert len([message for message in mail.outbox if message.to == ["once@example.org"]]) == 1
