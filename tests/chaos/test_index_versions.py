"""An index version is built, promoted and given up under load and under `kill -9`, and nobody who searches notices."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import count
from threading import Event
from typing import Any
from uuid import uuid4

import httpx
import pytest
from django.db import connection, transaction

from documents.models import Chunk, CorpusStatistic, IndexVersion, Posting, Reading
from project.kernel.db import TenantRef, shared_scope, tenant_scope
from tenants.access import access_tenant
from tests.chaos.test_indexing import (
    RESUMED_SECONDS,
    chunks_of,
    is_ready,
    is_resumed,
    text_of,
    wait_for,
    worker_of,
)
from tests.stack import Stack

INDEXES = "/api/v1/indexes"
SMALLER = {"splitter": {"max_tokens": 32}}
# No sentence of a page is longer, and no two are shorter.
SENTENCE = 130
# What must be done anew: embedding alone, cutting, reading.
BUILDS: dict[str, dict[str, Any]] = {
    "embedded": {"precision": "vector"},
    "cut": SMALLER,
    "read": {**SMALLER, "converter": {"main_content_only": False}},
}


def page_of(number: int) -> str:
    """Return a web page of many chunks that no other document has."""
    parts = (
        f"<h2>{line}</h2>" if line.startswith("#") else f"<p>{line}</p>"
        for line in text_of(number).split("\n\n")
    )
    return f"<html><body><nav>Menu {number}</nav><main>{''.join(parts)}</main></body></html>"


def upload(client: httpx.Client, number: int, text: str = "") -> str:
    """Upload a page, or this text, and return its document's id."""
    name, content = (f"{number}.md", text) if text else (f"{number}.html", page_of(number))
    answer = client.post(
        "/api/v1/documents",
        files={"file": (name, content.encode(), "text/plain")},
        data={"collection": "docs", "external_id": f"pump-{number}"},
        headers={"Idempotency-Key": str(uuid4())},
    )
    assert answer.status_code == 202, answer.text
    return str(answer.json()["id"])


def shown(client: httpx.Client, index_id: int) -> dict[str, Any]:
    """Return an index version as it is listed."""
    rows = client.get(INDEXES).json()["results"]
    return next(row for row in rows if row["id"] == index_id)


def state(client: httpx.Client, index_id: int) -> str:
    """Return how far an index version is."""
    return str(shown(client, index_id)["state"])


def begin(client: httpx.Client, settings: dict[str, Any]) -> int:
    """Ask for a candidate and return its id when some of its chunks are there, and not all."""
    candidate = int(client.post(INDEXES, json={"settings": settings}).json()["id"])
    wait_for(lambda: shown(client, candidate)["progress"]["done"])
    return candidate


def build(client: httpx.Client, settings: dict[str, Any]) -> int:
    """Build a candidate and return its id."""
    candidate = int(client.post(INDEXES, json={"settings": settings}).json()["id"])
    wait_for(lambda: state(client, candidate) == "ready", seconds=120)
    return candidate


def change(client: httpx.Client, index_id: int, what: str) -> None:
    """Promote, cancel or roll back an index version."""
    client.post(f"{INDEXES}/{index_id}/{what}").raise_for_status()


@pytest.fixture
def tenant(client: httpx.Client) -> TenantRef:
    """Return the client's tenant."""
    with shared_scope():
        return access_tenant(slug=client.headers["Host"].partition(".")[0])


@pytest.fixture
def documents(client: httpx.Client) -> list[str]:
    """Return documents that are found."""
    made = [upload(client, number) for number in range(6)]
    wait_for(lambda: all(is_ready(client, document) for document in made))
    return made


def held(tenant: TenantRef, index_id: int) -> tuple[int, int, int]:
    """Return how many chunks an index version has, how many places those are, and how many vectors."""
    with tenant_scope(tenant), transaction.atomic(), connection.cursor() as cursor:
        mine = Chunk.objects.filter(splitting=IndexVersion.objects.get(pk=index_id).splitting)
        places = mine.values("version_id", "start").distinct().count()
        cursor.execute(f"SELECT count(*) FROM embedding_{index_id}")
        return mine.count(), places, cursor.fetchone()[0]


def left(tenant: TenantRef, index_id: int) -> list[Any]:
    """Return what is there of an index version that was given up: its table, and rows made for it alone."""
    with tenant_scope(tenant), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s)::text", [f"embedding_{index_id}"])
        made = [kind.objects.filter(splitting=index_id).count() for kind in (Chunk, Posting, CorpusStatistic)]
        return [*cursor.fetchone(), *made, Reading.objects.filter(reading=index_id).count()]


@pytest.mark.parametrize("what", BUILDS)
def test_a_build_whose_worker_is_killed_goes_on_and_has_each_chunk_once(
    stack: Stack, client: httpx.Client, tenant: TenantRef, documents: list[str], what: str
) -> None:
    candidate = begin(client, BUILDS[what])
    dead = wait_for(lambda: worker_of(client, "BuildIndex"))
    stack.kill("worker-reindex")
    killed = shown(client, candidate)
    assert killed["state"] == "building"
    assert 0 < killed["progress"]["done"] < killed["progress"]["total"]
    stack.start("worker-reindex")
    wait_for(lambda: is_resumed(client, "BuildIndex", dead), RESUMED_SECONDS)
    wait_for(lambda: state(client, candidate) == "ready", seconds=120)
    chunks, places, vectors = held(tenant, candidate)
    assert chunks == places == vectors == shown(client, candidate)["progress"]["done"]
    # What stood was not embedded again.
    assert shown(client, candidate)["cost"]["embedded_chunks"] == chunks
    change(client, candidate, "promote")
    resumed = [chunks_of(client, document) for document in documents]
    change(client, candidate, "rollback")
    change(client, candidate, "cancel")
    undisturbed = build(client, BUILDS[what])
    change(client, undisturbed, "promote")
    assert [chunks_of(client, document) for document in documents] == resumed


def test_a_candidate_cancelled_at_work_leaves_nothing(
    client: httpx.Client, tenant: TenantRef, documents: list[str]
) -> None:
    before = chunks_of(client, documents[0])
    candidate = begin(client, BUILDS["read"])
    change(client, candidate, "cancel")
    wait_for(lambda: left(tenant, candidate) == [None, 0, 0, 0, 0])
    assert state(client, candidate) == "cancelled"
    assert chunks_of(client, documents[0]) == before


@dataclass
class Load:
    """Search and upload without a pause, and note what each search saw and what failed."""

    client: httpx.Client
    ended: Event = field(default_factory=Event)
    seen: list[tuple[int, list[int]]] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    uploaded: list[str] = field(default_factory=list)

    def search(self) -> None:
        """Ask for all that there is of a word that each chunk has, until the load ends."""
        while not self.ended.is_set():
            # A busy machine would leave the ranking out, and this is about what is found.
            asked = {"query": "pump greased", "k": 20, "mode": "hybrid", "rerank": False}
            answer = self.client.post("/api/v1/search", json=asked)
            found = answer.json() if answer.status_code == 200 else {"results": []}
            if len(found["results"]) != 20 or found["degraded"]:
                self.failed.append(answer.text)
            else:
                sizes = [len(row["text"]) for row in found["results"] if "station" not in row["text"]]
                self.seen.append((found["index_version"], sizes))

    def upload(self) -> None:
        """Upload one short document after the other until the load ends."""
        for number in count(1000):
            if self.ended.wait(0.3):
                return
            self.uploaded.append(
                upload(self.client, number, f"The pump of station {number} is greased at dawn.")
            )


@pytest.fixture
def load(client: httpx.Client, documents: list[str]) -> Iterator[Load]:
    """Return a load that has begun."""
    made = Load(client=client)
    with ThreadPoolExecutor(5) as pool:
        loads = [pool.submit(work) for work in (made.search, made.search, made.search, made.upload)]
        yield made
        made.ended.set()
        for one in loads:
            one.result()


def test_builds_promotions_and_returns_are_not_noticed_by_who_searches_and_uploads(
    client: httpx.Client, tenant: TenantRef, load: Load
) -> None:
    """Each search is answered by one index version as a whole, and what is uploaded is in both."""
    candidate = build(client, SMALLER)
    for _ in range(4):
        for what in ("promote", "rollback"):
            change(client, candidate, what)
            time.sleep(0.5)
    load.ended.set()
    wait_for(lambda: all(is_ready(client, document) for document in load.uploaded))
    assert load.failed == []
    assert {index for index, _ in load.seen} == {1, candidate}
    # Each chunk of a page is longer in one way to cut than any of the other: none was mixed in.
    assert {size > SENTENCE for index, sizes in load.seen if index == 1 for size in sizes} == {True}
    assert {size > SENTENCE for index, sizes in load.seen if index == candidate for size in sizes} == {False}
    change(client, candidate, "promote")
    assert all(chunks_of(client, document) for document in load.uploaded)
    chunks, places, vectors = held(tenant, candidate)
    assert chunks == places == vectors


def test_a_return_in_the_middle_of_another_build_leaves_nothing(
    client: httpx.Client, tenant: TenantRef, load: Load
) -> None:
    """The first candidate is gone back from and given up while the next builds, which is given up in turn."""
    first = build(client, SMALLER)
    change(client, first, "promote")
    second = begin(client, {"splitter": {"max_tokens": 48}})
    for index, what in ((first, "rollback"), (first, "cancel"), (second, "cancel")):
        change(client, index, what)
    for index in (first, second):
        wait_for(lambda gone=index: left(tenant, gone) == [None, 0, 0, 0, 0])  # type: ignore[misc]
    assert load.failed == []
    assert state(client, 1) == "live"
