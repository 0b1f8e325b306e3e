"""The pages that belong to no app answer."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tenants.types import Actor
from tests.factories import cast


@pytest.fixture
def client(database: None) -> Client:
    """Return a browser without a session on the base domain."""
    return Client(SERVER_NAME="localhost")


def test_the_api_pages_are_served_from_here_alone(client: Client) -> None:
    page = client.get("/api/v1/docs/")
    assert page.status_code == 200
    assert b"//cdn" not in page.content
    assert b"/static/drf_spectacular_sidecar/" in page.content


def test_the_schema_is_openapi_3_1(client: Client) -> None:
    schema = client.get("/api/v1/schema/", HTTP_ACCEPT="application/json")
    assert schema.json()["openapi"].startswith("3.1")


def test_a_foreign_host_is_refused_in_the_words_of_every_other_problem(client: Client) -> None:
    answer = client.get("/api/v1/limits", headers={"Host": "evil.example"})
    assert (answer.status_code, answer.headers["Content-Type"]) == (400, "application/problem+json")
    assert answer.json()["code"] == "invalid"


def test_a_body_that_is_nested_without_end_is_refused(ada: Actor) -> None:
    client = cast.signed_in(ada)
    answer = client.post("/api/v1/search", "[" * 100_000, content_type="application/json")
    assert (answer.status_code, answer.headers["Content-Type"]) == (400, "application/problem+json")


def test_what_is_no_page_is_not_found(client: Client) -> None:
    answer = client.post("/documents")
    assert (answer.status_code, answer.json()["detail"]) == (404, "Not found")


def test_the_web_ui_is_told_whether_there_can_be_a_session(ada: Actor, tmp_path: Path, settings: Any) -> None:
    """Who has none is led to the sign-in without a question that is refused."""
    settings.FRONTEND_DIST = tmp_path
    (tmp_path / "index.html").write_text('<meta name="session" content="__SESSION__" />')
    stranger = Client(SERVER_NAME=f"{ada.tenant.slug}.localhost")
    assert b'content="none"' in stranger.get("/documents").content
    assert b'content="unknown"' in cast.signed_in(ada).get("/documents").content


@pytest.mark.parametrize("host", ["localhost", "nobody.localhost"])
def test_a_person_at_an_address_without_a_tenant_is_told_so(client: Client, host: str) -> None:
    answer = client.get("/sign-in", headers={"Host": f"{host}:8000", "Accept": "text/html"})
    assert answer.status_code == 404
    assert "your-company.localhost:8000" in answer.content.decode()


def test_a_port_that_is_none_is_no_fault_of_ours(client: Client) -> None:
    answer = client.get("/", headers={"Host": "nobody.localhost:99999", "Accept": "text/html"})
    assert answer.status_code == 404


def test_a_file_that_is_missing_says_nothing_of_the_company(client: Client) -> None:
    answer = client.get("/static/old.png", headers={"Accept": "text/html"})
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_a_program_at_an_address_without_a_tenant_gets_a_problem(client: Client) -> None:
    answer = client.get("/api/v1/limits", headers={"Host": "nobody.localhost", "Accept": "text/html"})
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_a_method_that_is_not_offered_is_named_as_such(ada: Actor) -> None:
    answer = cast.signed_in(ada).get("/api/v1/search")
    assert (answer.status_code, answer.json()["title"]) == (405, "Method Not Allowed")
