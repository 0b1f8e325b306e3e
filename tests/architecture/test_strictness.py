"""Every call of our own API knows what it takes, and says so: bodies and addresses alike."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.architecture.test_openapi import current
from tests.architecture.walk import Route, routes

OWN = [route for route in routes() if getattr(route.view, "takes", "anything") != "anything"]


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    return current()


def objects(schema: dict[str, Any], components: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield each object with named fields that a body holds, however deep."""
    name = schema.get("$ref", "").rsplit("/", 1)[-1]
    if name:
        yield from objects(components[name], components)
    if "properties" in schema:
        yield schema
    inner = [*schema.get("properties", {}).values(), *schema.get("allOf", [])]
    inner += [*schema.get("oneOf", []), *schema.get("anyOf", [])]
    inner += [schema["items"]] if "items" in schema else []
    for one in inner:
        yield from objects(one, components)


def test_every_body_of_our_own_refuses_what_it_does_not_know(document: dict[str, Any]) -> None:
    components = document["components"]["schemas"]
    bodies = [
        (path, method, content["schema"])
        for path, operations in document["paths"].items()
        for method, operation in operations.items()
        for content in operation.get("requestBody", {}).get("content", {}).values()
        if path.startswith("/api/v1/")
    ]
    assert len(bodies) > 25
    lax = {
        (path, method)
        for path, method, schema in bodies
        for found in objects(schema, components)
        if found.get("additionalProperties") is not False
    }
    assert lax == set()


@pytest.mark.parametrize("route", OWN, ids=str)
def test_a_route_takes_the_parameters_that_are_described(route: Route, document: dict[str, Any]) -> None:
    path = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", "/" + route.pattern.lstrip("/"))
    for method in route.methods:
        described = document["paths"].get(path, {}).get(method, {}).get("parameters", [])
        names = {one["name"] for one in described if one["in"] == "query"}
        taken = {name for name in route.view.takes.get(method, ()) if not name.endswith(".")}
        assert taken == names, f"{route.view.__name__}.takes"
