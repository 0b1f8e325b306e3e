"""Ask every route as each role and with each scope of a key: what its declaration allows, and nothing else."""

from typing import Any
from uuid import uuid4

import pytest
from pytest_django import Settings
from rest_framework.test import APIClient

from project.kernel.db import TenantRef, tenant_scope
from tenants.actions import api_keys
from tenants.api.base import Requires
from tenants.types import Actor, Role, Scope
from tests.architecture.walk import Route, routes
from tests.factories import cast

CALLS = [
    (route, method, route.view.requires[method])
    for route in routes()
    if hasattr(route.view, "requires")
    for method in route.methods
    if isinstance(route.view.requires[method], Requires)
]
# What these show or change is for whoever runs the tenant, whatever a view may declare.
ADMINISTRATION = (
    "api-keys",
    "audit-events",
    "canaries",
    "health-report",
    "indexes",
    "invitations",
    "search-settings",
    "synonyms",
    "webhooks",
)


@pytest.fixture(scope="module")
def home(database: None) -> TenantRef:
    return cast.make_tenant("ada")


@pytest.fixture(autouse=True)
def many(settings: Settings) -> None:
    settings.RATE_LIMITS = {"person": 100_000, "key": 100_000, "tenant": 100_000}


def is_let_in(client: APIClient, route: Route, method: str) -> bool:
    """Call a route for a thing that never was, with nothing in the body: whoever is let in changes nothing."""
    keys: dict[str, Any] = {
        name: 9_999_999 if f"<int:{name}>" in route.pattern else uuid4() for name in route.parameters
    }
    answer = getattr(client, method)(route.path(keys), {}, **({} if method == "get" else {"format": "json"}))
    assert answer.status_code not in {401, 500}, (route.pattern, method, answer.content)
    if answer.status_code != 403:
        return True
    assert answer.json()["code"] == "forbidden"
    return False


def wrongly_answered(client: APIClient, expected: dict[tuple[str, str], bool]) -> list[tuple[str, str]]:
    return [
        (route.pattern, method)
        for route, method, _ in CALLS
        if is_let_in(client, route, method) != expected[route.pattern, method]
    ]


@pytest.mark.parametrize("role", list(Role))
def test_a_role_may_do_what_is_declared_and_nothing_else(home: TenantRef, role: Role) -> None:
    member = cast.make_member(home, f"{role}-{uuid4().hex[:6]}", role=role)
    expected = {(route.pattern, method): role.at_least(needs.role) for route, method, needs in CALLS}
    assert wrongly_answered(cast.signed_in(member), expected) == []


@pytest.mark.parametrize("scope", list(Scope))
def test_a_key_may_do_what_its_scope_says_and_nothing_else(home: TenantRef, scope: Scope) -> None:
    owner = cast.actor(home, "ada")
    expected = {
        (route.pattern, method): scope in {needs.scope, needs.or_scope} for route, method, needs in CALLS
    }
    assert wrongly_answered(with_key(owner, scope), expected) == []


def with_key(owner: Actor, scope: Scope) -> APIClient:
    with tenant_scope(owner.tenant):
        token = api_keys.create(actor=owner, name=scope, scopes=[scope]).token
    return APIClient(SERVER_NAME="localhost", headers={"Authorization": f"Bearer {token}"})


def test_administration_is_for_administrators() -> None:
    declared = {
        (route.pattern, method): needs
        for route, method, needs in CALLS
        if route.pattern.removeprefix("api/v1/").startswith(ADMINISTRATION)
    }
    assert {prefix for prefix in ADMINISTRATION for pattern, _ in declared if prefix in pattern} == set(
        ADMINISTRATION
    )
    assert {(needs.scope, needs.role) for needs in declared.values()} == {(Scope.ADMIN, Role.ADMIN)}


def test_whoever_only_reads_changes_nothing_of_others() -> None:
    """Of what a plain member's key may do besides asking and rating, all is reading."""
    writes = {
        (route.pattern.removeprefix("api/v1/"), method)
        for route, method, needs in CALLS
        if needs.role is Role.MEMBER and method != "get"
    }
    assert writes == {
        ("answers", "post"),
        ("search", "post"),
        ("conversations/<uuid:conversation_id>", "delete"),
        ("messages/<uuid:message_id>/feedback", "put"),
        ("messages/<uuid:message_id>/feedback", "delete"),
        ("v1/chat/completions", "post"),
        ("v1/embeddings", "post"),
    }
