"""Ask for every thing of tenant one as Max, who belongs to another, and as nobody at all."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from pytest_django import Settings
from rest_framework.test import APIClient

from project.kernel.db import TenantRef
from tenants.types import Actor
from tests.architecture.walk import Route, routes
from tests.factories import cast
from tests.factories.routes import BODIES, FACTORIES

DETAILS = [route for route in routes() if route.parameters]
TENANT_ROUTES = [route for route in routes() if hasattr(route.view, "requires")]
CALLS = [(route, method) for route in DETAILS for method in route.methods]


def named(value: Any) -> str:
    return value.pattern if isinstance(value, Route) else str(value)


@pytest.fixture(scope="module")
def tenants(database: None) -> tuple[TenantRef, TenantRef]:
    return cast.make_tenant("ada"), cast.make_tenant("max")


@pytest.fixture
def owner(tenants: tuple[TenantRef, TenantRef]) -> Actor:
    return cast.actor(tenants[0], "ada")


@pytest.fixture
def outsider(tenants: tuple[TenantRef, TenantRef]) -> Actor:
    return cast.actor(tenants[1], "max")


@pytest.fixture(autouse=True)
def many(settings: Settings) -> None:
    settings.RATE_LIMITS = {"person": 10_000, "key": 10_000, "tenant": 10_000}


def things_of(owner: Actor, route: Route) -> dict[str, Any]:
    keys: dict[str, Any] = {}
    for name in route.parameters:
        keys |= FACTORIES[name](owner)
    return keys


def unknown(keys: dict[str, Any]) -> dict[str, Any]:
    return {
        name: 9_999_999 if isinstance(key, int) else f"c{uuid4().hex}" if isinstance(key, str) else uuid4()
        for name, key in keys.items()
    }


def call(client: APIClient, route: Route, method: str, keys: dict[str, Any]) -> tuple[int, Any]:
    body = BODIES.get((route.pattern.removeprefix("api/v1/"), method))
    answer = getattr(client, method)(
        route.path(keys), body, **({} if method == "get" else {"format": "json"})
    )
    return answer.status_code, answer.content


@pytest.mark.parametrize("route", DETAILS, ids=named)
def test_a_route_that_names_a_thing_has_a_factory_for_it(route: Route) -> None:
    assert set(route.parameters) <= set(FACTORIES)


@pytest.mark.parametrize(("route", "method"), CALLS, ids=named)
def test_anothers_thing_is_as_missing_as_one_that_never_was(
    owner: Actor, outsider: Actor, api: Callable[[Actor], APIClient], route: Route, method: str
) -> None:
    keys = things_of(owner, route)
    client = api(outsider)
    status, body = call(client, route, method, keys)
    assert status == 404
    assert (status, body) == call(client, route, method, unknown(keys))


@pytest.mark.parametrize(("route", "method"), CALLS, ids=named)
def test_the_owner_finds_the_thing(
    owner: Actor, api: Callable[[Actor], APIClient], route: Route, method: str
) -> None:
    """Without this, a factory that makes nothing would let the test above pass."""
    status, _ = call(api(owner), route, method, things_of(owner, route))
    assert status != 404 or (method, route.pattern) in MAY_BE_EMPTY


# The factory's document has no file, and its message no feedback.
MAY_BE_EMPTY = {
    ("get", "api/v1/documents/<uuid:document_id>/file"),
    ("delete", "api/v1/messages/<uuid:message_id>/feedback"),
}


@pytest.mark.parametrize(
    ("route", "method"),
    [(route, method) for route in TENANT_ROUTES for method in route.methods],
    ids=named,
)
def test_nobody_is_let_in(owner: Actor, route: Route, method: str) -> None:
    keys = things_of(owner, route)
    if route.view.requires[method] == "anyone":
        pytest.skip("open to anyone, as it says")
    for host in (f"{owner.tenant.slug}.localhost", "localhost"):
        assert call(APIClient(SERVER_NAME=host), route, method, keys)[0] == 401


@pytest.mark.parametrize("route", TENANT_ROUTES, ids=named)
def test_a_session_of_another_tenant_is_nobody(owner: Actor, outsider: Actor, route: Route) -> None:
    client = cast.signed_in(outsider)
    client.defaults["SERVER_NAME"] = f"{owner.tenant.slug}.localhost"
    for method in route.methods:
        if route.view.requires[method] != "anyone":
            assert call(client, route, method, things_of(owner, route))[0] == 401


def test_head_asks_for_as_much_as_get(owner: Actor) -> None:
    client = APIClient(SERVER_NAME=f"{owner.tenant.slug}.localhost")
    heads = {route.pattern for route in TENANT_ROUTES if "get" in route.methods and not route.parameters}
    assert {client.head(f"/{pattern}").status_code for pattern in heads} == {401}
