"""Let programs in by key: for its scopes, on its tenant, while it lasts."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from project.kernel.db import shared_scope, tenant_scope
from project.kernel.errors import Invalid
from tenants.actions import api_keys
from tenants.models import ApiKey
from tenants.types import Actor, Scope

Api = Callable[[Actor], APIClient]


def key_of(actor: Actor, *scopes: Scope) -> api_keys.CreatedKey:
    with tenant_scope(actor.tenant):
        return api_keys.create(actor=actor, name="ci", scopes=list(scopes))


def ask(token: str, path: str, host: str = "localhost") -> Any:
    client = APIClient(SERVER_NAME=host, headers={"Authorization": f"Bearer {token}"})
    return client.get(f"/api/v1/{path}")


def test_a_key_is_shown_once_and_listed_without_its_secret(ada: Actor, api: Api) -> None:
    client = api(ada)
    made = client.post("/api/v1/api-keys", {"name": "ci", "scopes": ["search"]}, format="json").json()
    listed = client.get("/api/v1/api-keys").json()["results"][0]
    assert made["key"].startswith(listed["prefix"] + "_")
    assert "key" not in listed
    assert listed["last_used_at"] is None


def test_a_key_works_on_its_tenants_host_and_on_the_base_domain(ada: Actor) -> None:
    token = key_of(ada, Scope.DOCUMENTS_READ).token
    hosts = ["localhost", "127.0.0.1", f"{ada.tenant.slug}.localhost"]
    assert [ask(token, "limits", host).status_code for host in hosts] == [200, 200, 200]


def test_a_key_is_unknown_on_another_tenants_host(ada: Actor, max_: Actor) -> None:
    token = key_of(ada, Scope.DOCUMENTS_READ).token
    other = ask(token, "limits", f"{max_.tenant.slug}.localhost")
    unknown = ask(token[:-1] + "x", "limits", f"{max_.tenant.slug}.localhost")
    assert (other.status_code, other.json()) == (401, unknown.json())


def test_a_key_does_what_its_scopes_say_only(ada: Actor) -> None:
    answer = ask(key_of(ada, Scope.SEARCH).token, "usage")
    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")


def test_a_key_does_no_more_than_its_person_may(ben: Actor) -> None:
    with shared_scope():
        ApiKey.objects.filter(pk=key_of(ben, Scope.SEARCH).row.pk).update(scopes=["admin"])
        token = key_of(ben, Scope.SEARCH)
        ApiKey.objects.filter(pk=token.row.pk).update(scopes=["admin"])
    assert ask(token.token, "usage").status_code == 403


@pytest.mark.parametrize(
    "change", [{"revoked_at": timezone.now()}, {"expires_at": timezone.now() - timedelta(1)}]
)
def test_a_spent_key_is_unknown(ada: Actor, change: dict[str, Any]) -> None:
    made = key_of(ada, Scope.DOCUMENTS_READ)
    with shared_scope():
        ApiKey.objects.filter(pk=made.row.pk).update(**change)
    assert ask(made.token, "limits").status_code == 401


def test_a_revoked_key_stops_at_once(ada: Actor, api: Api) -> None:
    made = key_of(ada, Scope.DOCUMENTS_READ)
    assert api(ada).delete(f"/api/v1/api-keys/{made.row.pk}").status_code == 204
    assert ask(made.token, "limits").status_code == 401


def test_use_is_noted(ada: Actor, api: Api) -> None:
    ask(key_of(ada, Scope.DOCUMENTS_READ).token, "limits")
    assert api(ada).get("/api/v1/api-keys").json()["results"][0]["last_used_at"] is not None


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"name": "ci", "scopes": []}, "scopes"),
        ({"name": "ci", "scopes": ["everything"]}, "scopes.0"),
        ({"name": "ci", "scopes": ["search"], "expires_at": "2001-01-01T00:00:00Z"}, "expires_at"),
    ],
)
def test_a_key_that_cannot_be_is_refused(ada: Actor, api: Api, body: dict[str, Any], field: str) -> None:
    answer = api(ada).post("/api/v1/api-keys", body, format="json")
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, field)


def test_a_key_cannot_make_a_stronger_one(ada: Actor) -> None:
    token = key_of(ada, Scope.ADMIN).token
    client = APIClient(SERVER_NAME="localhost", headers={"Authorization": f"Bearer {token}"})
    answer = client.post("/api/v1/api-keys", {"name": "more", "scopes": ["documents:write"]}, format="json")
    assert answer.json()["errors"][0]["code"] == "beyond_your_own"


def test_a_key_that_ends_makes_none_that_lasts_longer(ada: Actor) -> None:
    end = timezone.now() + timedelta(days=1)
    with tenant_scope(ada.tenant):
        made = api_keys.create(actor=ada, name="ci", scopes=[Scope.ADMIN], expires_at=end)
        key = replace(ada, key_id=made.row.pk, scopes=frozenset({Scope.ADMIN}))
        with pytest.raises(Invalid):
            api_keys.create(actor=key, name="longer", scopes=[Scope.ADMIN])
        api_keys.create(actor=key, name="as long", scopes=[Scope.ADMIN], expires_at=end)
