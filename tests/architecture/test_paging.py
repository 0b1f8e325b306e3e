"""A list that takes the parameters of pages answers in pages."""

from collections.abc import Callable

import pytest
from rest_framework.test import APIClient

from tenants.types import Actor
from tests.architecture.test_strangers import things_of
from tests.architecture.walk import Route, routes

LISTS = [
    route
    for route in routes()
    if isinstance(takes := getattr(route.view, "takes", None), dict) and "limit" in takes.get("get", ())
]


@pytest.mark.parametrize("route", LISTS, ids=lambda route: route.pattern)
def test_a_list_that_takes_a_limit_and_a_cursor_reads_them(
    ada: Actor, api: Callable[[Actor], APIClient], route: Route
) -> None:
    client, path = api(ada), route.path(things_of(ada, route))
    assert len(client.get(path, {"limit": 1}).json()["results"]) <= 1
    for name in ("limit", "cursor"):
        answer = client.get(path, {name: "0"})
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, name)
