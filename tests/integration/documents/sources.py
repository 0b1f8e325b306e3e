"""Make sources through the public API, and run them."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from rest_framework.test import APIClient

from documents.sources import registry
from tests.fakes import place
from tests.fakes.place import Place

SOURCES = "/api/v1/sources"
Run = Callable[[], int]


@pytest.fixture
def fake_place(monkeypatch: pytest.MonkeyPatch) -> Iterator[Place]:
    """Make the fake kind known, with nothing in its place."""
    kinds = {**registry._KINDS, "place": "tests.fakes.place:KIND"}
    monkeypatch.setattr(registry, "_KINDS", kinds)
    monkeypatch.setattr(place, "PLACE", Place())
    yield place.PLACE
    registry.kind_of.cache_clear()


class Kept:
    """One source, as its owner uses it."""

    def __init__(self, client: APIClient, run_jobs: Run, **fields: Any) -> None:
        """Add it."""
        self.client, self._run_jobs = client, run_jobs
        sent = {"kind": "place", "name": "Place", "collection": "hr", **fields}
        answer = client.post(SOURCES, sent, format="json")
        assert answer.status_code == 201, answer.json()
        self.path = f"{SOURCES}/{answer.json()['id']}"

    def start(self, **asked: Any) -> Any:
        """Ask for a run."""
        answer = self.client.post(f"{self.path}/sync", asked, format="json")
        assert answer.status_code == 202, answer.json()
        return answer.json()

    def sync(self, **asked: Any) -> Any:
        """Run it to its end; return the run with its log."""
        return self.ended(self.start(**asked)["id"])

    def ended(self, run_id: str) -> Any:
        """Run what waits; return the run with its log."""
        self._run_jobs()
        return self.run(run_id)

    def run(self, run_id: str, **asked: Any) -> Any:
        """Return a run with its log."""
        return self.client.get(f"{self.path}/runs/{run_id}", asked).json()

    def shown(self) -> Any:
        """Return the source."""
        return self.client.get(self.path).json()

    def names(self) -> set[str]:
        """Return what its documents are called outside."""
        rows = self.client.get("/api/v1/documents").json()["results"]
        return {row["external_id"].rsplit("/", 1)[-1] for row in rows}


@pytest.fixture
def kept(client: APIClient, run_jobs: Run, fake_place: Place) -> Kept:
    """Return a source with two documents at its place."""
    fake_place.texts = {"leave": "Leave is twelve weeks.", "pay": "Pay comes on the first."}
    return Kept(client, run_jobs)


def counts(run: Any) -> dict[str, int]:
    """Return what a run counted, without zeros."""
    return {name: count for name, count in run["counts"].items() if count}
