"""Answer the platform's probes, and nobody else about the figures."""

import pytest
from django.test import Client
from pytest_django import Settings


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1"])
def test_a_healthy_installation_is_ready(database: None, host: str) -> None:
    client = Client(SERVER_NAME=host)
    assert client.get("/healthz").json() == {"status": "ok"}
    assert client.get("/readyz").json() == {"status": "ok", "down": {}}


def test_a_part_that_is_down_is_named(database: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("project.kernel.probes._redis", lambda: "Redis does not answer")
    answer = Client(SERVER_NAME="localhost").get("/readyz")
    assert (answer.status_code, answer.json()["down"]) == (503, {"redis": "Redis does not answer"})
    assert answer.headers["Retry-After"] == "5"


@pytest.mark.parametrize(
    ("extra", "status"),
    [
        ({}, 200),
        ({"REMOTE_ADDR": "10.0.0.7"}, 404),
        ({"HTTP_X_FORWARDED_FOR": "127.0.0.1"}, 404),
    ],
)
def test_figures_are_for_this_machine_alone(database: None, extra: dict[str, str], status: int) -> None:
    assert Client(SERVER_NAME="localhost").get("/metrics", **extra).status_code == status  # type: ignore[arg-type]


@pytest.mark.parametrize(("token", "status"), [("scrape", 200), ("guess", 404)])
def test_figures_are_for_who_has_the_token(
    database: None, settings: Settings, token: str, status: int
) -> None:
    settings.METRICS_TOKEN = "scrape"
    answer = Client(SERVER_NAME="localhost").get("/metrics", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == status


def test_every_answer_names_its_request(database: None) -> None:
    given = Client(SERVER_NAME="localhost").get("/healthz", headers={"X-Request-ID": "a-request-of-mine"})
    assert given.headers["X-Request-ID"] == "a-request-of-mine"
