"""The pages that belong to no app answer."""

import pytest
from django.test import Client


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
