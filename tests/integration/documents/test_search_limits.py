"""No statement of a search runs longer than it may, and whoever asked is told."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction
from rest_framework.test import APIClient

from documents.search import legs, retrieval
from project.kernel.db import TenantRef, limited_statements, tenant_scope
from tests.factories.bulk import send_lines

SLOW: tuple[str, list[Any]] = ("SELECT pg_sleep(5)", [])


@pytest.fixture
def loaded(client: APIClient, run_jobs: Callable[[], int]) -> APIClient:
    send_lines(client, {"external_id": "a", "text": "Annual leave is thirty days.", "collection": "hr"})
    run_jobs()
    return client


def search(client: APIClient, query: str, **body: Any) -> Any:
    return client.post("/api/v1/search", {"query": query, **body}, format="json")


def limit() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        return str(cursor.fetchall()[0][0])


@pytest.mark.parametrize("mode", ["hybrid", "dense", "lexical"])
def test_a_search_that_takes_too_long_is_stopped_and_told(
    loaded: APIClient, monkeypatch: pytest.MonkeyPatch, settings: Any, mode: str
) -> None:
    settings.SEARCH_SECONDS = 0.2
    monkeypatch.setattr(legs, "candidates", lambda *_, **__: SLOW)
    answer = search(loaded, "annual leave", mode=mode)
    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
    assert "0.2 seconds" in answer.json()["detail"]
    assert answer.headers["Retry-After"]
    monkeypatch.undo()
    assert len(search(loaded, "annual leave", mode=mode).json()["results"]) == 1


def test_every_statement_of_a_search_is_limited(
    loaded: APIClient, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    """Those that read what is seen and look for phrases as well as those of the legs."""
    settings.SEARCH_SECONDS = 7
    limits: dict[str, str] = {}
    for module, name in ((retrieval, "read_views"), (retrieval, "bounds_of"), (retrieval, "found_by_legs")):
        _noting(monkeypatch, module, name, limits)
    answer = search(loaded, '"annual leave" thirtey -draft', include=["parent"])
    assert answer.json()["excluded"] == ["draft"]
    assert limits == dict.fromkeys(("read_views", "bounds_of", "found_by_legs"), "7s")


def _noting(monkeypatch: pytest.MonkeyPatch, module: Any, name: str, limits: dict[str, str]) -> None:
    before = getattr(module, name)

    def noted(*args: Any, **named: Any) -> Any:
        limits[name] = limit()
        return before(*args, **named)

    monkeypatch.setattr(module, name, noted)


def test_what_comes_after_is_not_limited(tenant: TenantRef) -> None:
    with tenant_scope(tenant):
        with limited_statements(7, what="This"), transaction.atomic():
            assert limit() == "7s"
        with transaction.atomic():
            assert limit() == "0"


def test_an_answer_always_says_what_was_excluded(loaded: APIClient) -> None:
    assert search(loaded, "annual leave").json()["excluded"] == []
    excluding = search(loaded, 'leave -thirty -"first draft"').json()
    assert (excluding["results"], excluding["excluded"]) == ([], ["thirty", "first draft"])


def test_words_of_time_cost_no_answer(
    loaded: APIClient, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    settings.SEARCH_SECONDS = 0.4
    monkeypatch.setattr(legs, "candidates_then", lambda *_, **__: SLOW)
    answer = search(loaded, "annual leave as of 2024-03-09", explain=True)
    assert answer.status_code == 200, answer.json()
    found = answer.json()
    assert (len(found["results"]), found["degraded"]) == (1, ["past"])
    assert "0.2 seconds" in found["explanation"]["as_of"]["left_out"]
    assert search(loaded, "annual leave", as_of="2024-03-09").status_code == 503
