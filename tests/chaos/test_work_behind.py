"""Whoever is killed at work behind the pages, what was asked for is done in the end, and once."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.chaos.test_indexing import has_begun, is_ready, upload, wait_for
from tests.fakes.neighbour import PAGES, Neighbour, neighbour
from tests.stack import Stack


@pytest.fixture
def beside() -> Iterator[Neighbour]:
    """Return a server beside the product, which does not answer yet."""
    with neighbour() as served:
        yield served


def rows(client: httpx.Client, path: str) -> list[dict[str, Any]]:
    """Return the first page of a list."""
    found: list[dict[str, Any]] = client.get(f"/api/v1/{path}").json()["results"]
    return found


def state_of(client: httpx.Client, index: int) -> str:
    """Return how far an index version is."""
    return next(str(row["state"]) for row in rows(client, "indexes") if row["id"] == index)


def test_a_half_built_index_is_built_to_its_end(stack: Stack, client: httpx.Client) -> None:
    documents = [upload(client, number) for number in (1, 2)]
    wait_for(lambda: all(is_ready(client, document) for document in documents))
    asked = {"settings": {"splitter": {"max_tokens": 32}}}
    candidate = client.post("/api/v1/indexes", json=asked).json()["id"]
    wait_for(lambda: any(job["state"] == "running" for job in rows(client, "jobs?kind=BuildIndex")))
    stack.kill("worker-reindex")
    assert state_of(client, candidate) == "building"  # it was killed at work
    stack.start("worker-reindex")
    wait_for(lambda: state_of(client, candidate) == "ready")
    promoted = client.post(f"/api/v1/indexes/{candidate}/promote").json()
    assert promoted["state"] == "live"
    assert promoted["progress"]["done"] == promoted["progress"]["total"] > len(documents)


def test_a_delivery_that_nobody_saw_answered_is_made_again(
    stack: Stack, client: httpx.Client, beside: Neighbour
) -> None:
    hook = {"url": f"{beside.url}/hook", "events": ["document.ready"]}
    webhook = client.post("/api/v1/webhooks", json=hook).json()["id"]
    upload(client, 1)
    wait_for(lambda: beside.times("/hook"))
    stack.kill("dramatiq")
    beside.answering.set()
    stack.start("dramatiq")
    wait_for(lambda: rows(client, f"webhooks/{webhook}/deliveries")[0]["state"] == "delivered")
    # The same delivery twice, by which the other side knows it.
    assert beside.times("/hook") == 2
    assert len({delivery for _, delivery in beside.asked}) == 1


def test_an_import_goes_on_behind_the_pages_that_it_kept(
    stack: Stack, client: httpx.Client, beside: Neighbour
) -> None:
    beside.answering.set()
    asked = {"url": f"{beside.url}/docs/", "path_prefix": "/docs/", "collection": "docs"}
    job = client.post("/api/v1/imports", json=asked).json()["job"]
    wait_for(lambda: beside.times("/docs/a.html"))
    beside.answering.clear()
    wait_for(lambda: beside.times("/docs/b.html"))
    stack.kill("worker-sync")
    beside.answering.set()
    stack.start("worker-sync")
    wait_for(lambda: client.get(f"/api/v1/jobs/{job}").json()["state"] == "done")
    kept = {row["external_id"].removeprefix(beside.url): row["version"] for row in rows(client, "documents")}
    assert kept == dict.fromkeys(PAGES, 1)
    assert [beside.times(path) for path in PAGES] == [1, 1, 2, 1]


def test_what_a_dead_worker_held_is_given_back_although_its_watch_died_too(
    stack: Stack, client: httpx.Client
) -> None:
    document = upload(client, 1)
    wait_for(lambda: has_begun(client, document))
    watch = ("beat", "worker-sweep")
    for role in ("worker-parse", *watch):
        stack.kill(role)
    assert not is_ready(client, document)
    for role in ("worker-parse", *watch):
        stack.start(role)
    wait_for(lambda: is_ready(client, document))
