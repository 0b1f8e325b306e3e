"""Whoever is killed at work behind the pages, what was asked for is done in the end, and once."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.chaos.test_indexing import (
    RESUMED_SECONDS,
    is_ready,
    is_resumed,
    upload,
    wait_for,
    worker_of,
)
from tests.fakes.neighbour import PAGES, Neighbour, neighbour
from tests.stack import Stack


def rows(client: httpx.Client, path: str) -> list[dict[str, Any]]:
    """Return the first page of a list."""
    found: list[dict[str, Any]] = client.get(f"/api/v1/{path}").json()["results"]
    return found


def is_running(client: httpx.Client, kind: str) -> bool:
    """Say whether a job of this kind is said to be worked on."""
    return any(job["state"] == "running" for job in rows(client, f"jobs?kind={kind}"))


def state_of(client: httpx.Client, index: int) -> str:
    """Return how far an index version is."""
    return next(str(row["state"]) for row in rows(client, "indexes") if row["id"] == index)


def test_a_half_built_index_is_built_to_its_end(stack: Stack, client: httpx.Client) -> None:
    documents = [upload(client, number) for number in (1, 2)]
    wait_for(lambda: all(is_ready(client, document) for document in documents))
    asked = {"settings": {"splitter": {"max_tokens": 32}}}
    candidate = client.post("/api/v1/indexes", json=asked).json()["id"]
    dead = wait_for(lambda: worker_of(client, "BuildIndex"))
    stack.kill("worker-reindex")
    assert state_of(client, candidate) == "building"  # it was killed at work
    stack.start("worker-reindex")
    wait_for(lambda: is_resumed(client, "BuildIndex", dead), RESUMED_SECONDS)
    wait_for(lambda: state_of(client, candidate) == "ready")
    promoted = client.post(f"/api/v1/indexes/{candidate}/promote").json()
    assert promoted["state"] == "live"
    assert promoted["progress"]["done"] == promoted["progress"]["total"] > len(documents)


@pytest.fixture
def receiver() -> Iterator[Neighbour]:
    """Return a server beside the product that takes a delivery and does not answer yet."""
    with neighbour(held="/hook") as served:
        yield served


@pytest.fixture
def website() -> Iterator[Neighbour]:
    """Return a server beside the product with a page that does not come yet."""
    with neighbour(held="/docs/b.html") as served:
        yield served


def test_a_delivery_that_nobody_saw_answered_is_made_again(
    stack: Stack, client: httpx.Client, receiver: Neighbour
) -> None:
    hook = {"url": f"{receiver.url}/hook", "events": ["document.ready"]}
    webhook = client.post("/api/v1/webhooks", json=hook).json()["id"]
    upload(client, 1)
    wait_for(lambda: receiver.times("/hook"))
    stack.kill("dramatiq")
    receiver.answering.set()
    stack.start("dramatiq")
    wait_for(lambda: receiver.times("/hook") > 1, RESUMED_SECONDS)
    wait_for(lambda: rows(client, f"webhooks/{webhook}/deliveries")[0]["state"] == "delivered")
    # The same delivery twice, by which the other side knows it.
    assert receiver.times("/hook") == 2
    assert len({delivery for _, delivery in receiver.asked}) == 1


def test_an_import_goes_on_behind_the_pages_that_it_kept(
    stack: Stack, client: httpx.Client, website: Neighbour
) -> None:
    asked = {"url": f"{website.url}/docs/", "path_prefix": "/docs/", "collection": "docs"}
    job = client.post("/api/v1/imports", json=asked).json()["job"]
    wait_for(lambda: website.times("/docs/b.html"))
    stack.kill("worker-sync")
    website.answering.set()
    stack.start("worker-sync")
    wait_for(lambda: website.times("/docs/b.html") > 1, RESUMED_SECONDS)
    wait_for(lambda: client.get(f"/api/v1/jobs/{job}").json()["state"] == "done")
    kept = {row["external_id"].removeprefix(website.url): row["version"] for row in rows(client, "documents")}
    assert kept == dict.fromkeys(PAGES, 1)
    assert [website.times(path) for path in PAGES] == [1, 1, 2, 1]


def test_what_a_dead_worker_held_is_given_back_although_its_watch_died_too(
    stack: Stack, client: httpx.Client
) -> None:
    document = upload(client, 1)
    wait_for(lambda: is_running(client, "ParseDocument"))
    watch = ("beat", "worker-sweep")
    for role in ("worker-parse", *watch):
        stack.kill(role)
    dead = worker_of(client, "ParseDocument")
    assert dead != ""  # it was killed at work
    assert not is_ready(client, document)
    for role in ("worker-parse", *watch):
        stack.start(role)
    wait_for(lambda: is_resumed(client, "ParseDocument", dead), RESUMED_SECONDS)
    wait_for(lambda: is_ready(client, document))
