"""The page about the API says what keys may be for, and the example asks for no others."""

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import httpx

from tenants.types import Scope

DOCS = Path(__file__).parents[2] / "docs"


def integrator() -> ModuleType:
    """Return the example as a module."""
    spec = importlib.util.spec_from_file_location("integrator", DOCS / "examples" / "integrator.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_scope_has_its_line() -> None:
    listed = re.findall(r"^\| `([a-z:]+)` \|", (DOCS / "api.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert set(Scope) <= set(listed)


def test_a_refused_call_of_the_example_names_the_scopes_that_it_needs() -> None:
    example = integrator()
    asked = httpx.Request("PUT", "http://acme.localhost:8000/api/v1/messages/1/feedback")
    problem = {"detail": "Your role or key does not allow this"}
    answer = httpx.Response(
        403, json=problem, headers={"content-type": "application/problem+json"}, request=asked
    )
    said = example.reason_of(answer)
    assert said.startswith("PUT /api/v1/messages/1/feedback: 403 Your role or key")
    assert set(example.SCOPES) < set(Scope)
    assert all(scope in said and scope in (example.__doc__ or "") for scope in example.SCOPES)
