"""Whatever a call is asked that the OpenAPI document allows, it answers as the document says."""

import json
from typing import Any

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from hypothesis import assume, given, settings
from pytest_django import Settings
from schemathesis import APIOperation, Case, checks
from schemathesis.core.result import Ok

from project.kernel.db import tenant_scope
from tenants.actions import api_keys
from tenants.types import Actor, Scope
from tests.architecture.test_openapi import DOCUMENT
from tests.factories import cast
from tests.factories.routes import FACTORIES

EXAMPLES = 6
CHECKS = [
    checks.not_a_server_error,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
]
SCHEMA = schemathesis.openapi.from_dict(json.loads(DOCUMENT.read_text(encoding="utf-8")))
SCHEMA.app = get_wsgi_application()
OPERATIONS = [found.ok() for found in SCHEMA.get_all_operations() if isinstance(found, Ok)]


@schemathesis.serializer("application/x-ndjson")
def one_line(context: Any, value: Any) -> bytes:
    return json.dumps(value).encode()


@pytest.fixture(scope="module")
def owner(database: None) -> Actor:
    """Return the owner of a tenant that has one of everything."""
    owner = cast.actor(cast.make_tenant("ada"), "ada")
    for make in FACTORIES.values():
        make(owner)
    return owner


@pytest.fixture(scope="module")
def headers(owner: Actor) -> dict[str, str]:
    with tenant_scope(owner.tenant):
        made = api_keys.create(actor=owner, name="all", scopes=list(Scope))
    return {"Authorization": f"Bearer {made.token}"}


@pytest.fixture(autouse=True)
def many(settings: Settings) -> None:
    settings.RATE_LIMITS = {"person": 10_000, "key": 10_000, "tenant": 10_000}


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.label)
def test_a_call_answers_as_described(
    owner: Actor, headers: dict[str, str], operation: APIOperation[Any, Any, Any, Any]
) -> None:
    keys: dict[str, Any] = {}
    for parameter in operation.path_parameters:
        keys |= FACTORIES[parameter.name](owner)

    @settings(max_examples=EXAMPLES, derandomize=True, database=None, deadline=None)
    @given(case=operation.as_strategy())
    def ask(case: Case[Any]) -> None:
        # A stream's events have a schema of their own: chat/protocol.
        assume(not (isinstance(case.body, dict) and case.body.get("stream")))
        case.path_parameters = {name: str(key) for name, key in keys.items()}
        case.call_and_validate(headers=headers, checks=CHECKS)

    ask()
