"""The committed OpenAPI document describes the routes that there are, and how calls fail."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiJsonRenderer
from jsonschema import Draft202012Validator
from pytest_django import Settings

DOCUMENT = Path(__file__).parents[2] / "docs" / "openapi.json"
PAGE_END: dict[str, Any] = {"results": [], "next": None, "previous": None}


def current() -> dict[str, Any]:
    schema = SchemaGenerator().get_schema(request=None, public=True)
    return dict(json.loads(OpenApiJsonRenderer().render(schema, renderer_context={})))


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    return current()


def operations(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    return (operation for path in document["paths"].values() for operation in path.values())


def test_the_committed_document_is_what_the_code_gives(document: dict[str, Any]) -> None:
    assert json.loads(DOCUMENT.read_text(encoding="utf-8")) == document, "run `make openapi`"


def test_no_word_of_openapi_3_0_is_left(document: dict[str, Any]) -> None:
    assert '"nullable"' not in json.dumps(document)


def test_the_last_page_of_every_list_is_as_described(document: dict[str, Any]) -> None:
    schemas = document["components"]["schemas"]
    pages = {name: shape for name, shape in schemas.items() if "next" in shape.get("properties", {})}
    assert len(pages) >= 13
    wrong = {
        name: [error.message for error in Draft202012Validator(shape).iter_errors(PAGE_END)]
        for name, shape in pages.items()
    }
    assert not {name: errors for name, errors in wrong.items() if errors}


def test_a_key_or_a_session_is_enough(document: dict[str, Any]) -> None:
    asked = [operation["security"] for operation in operations(document) if "security" in operation]
    assert len(asked) > len(list(operations(document))) / 2
    assert all(alternatives == [{"apiKey": []}, {"session": []}] for alternatives in asked)


def test_the_session_is_named_as_its_cookie_is(settings: Settings) -> None:
    settings.SESSION_COOKIE_NAME = "__Host-session"
    assert current()["components"]["securitySchemes"]["session"]["name"] == "__Host-session"


def test_every_call_says_how_it_fails(document: dict[str, Any]) -> None:
    answers = document["components"]["responses"]
    for operation in operations(document):
        for status, name in (("429", "TooMany"), ("503", "Unavailable"), ("default", "Problem")):
            assert operation["responses"][status] == {"$ref": f"#/components/responses/{name}"}
            assert [*answers[name]["content"]] == ["application/problem+json"]
    assert [*answers["Unavailable"]["headers"]] == ["Retry-After"]
    assert {"Retry-After", "RateLimit-Limit"} <= {*answers["TooMany"]["headers"]}


@pytest.mark.parametrize("path", ["/api/v1/answers", "/v1/chat/completions"])
def test_what_can_stream_says_so(document: dict[str, Any], path: str) -> None:
    answers = document["paths"][path]["post"]["responses"]["200"]["content"]
    assert {*answers} == {"application/json", "text/event-stream"}
