"""Whatever is killed while documents are indexed, each ends ready, once, with the same chunks."""

import os
import signal
import time
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import httpx
import pytest
import redis

from tests import environment
from tests.stack import Stack

# What is promised: until another worker has what a dead one held, and until all runs that Redis was to ring for.
RESUMED_SECONDS, RUNG_SECONDS = 15, 30
WORDS = "The pump of line {n} is greased every {n} days by the shift lead, who signs form FRM-{n}. "


def text_of(number: int, sentences: int = 400) -> str:
    """Return a text of many chunks that no other document has."""
    return "\n\n".join(
        f"# Part {part}\n" + WORDS.format(n=number * 1000 + part) * 8 for part in range(sentences // 8)
    )


def upload(client: httpx.Client, number: int, key: str = "") -> str:
    """Upload a text, under an idempotency key of its own or this one, and return its document's id."""
    answer = client.post(
        "/api/v1/documents",
        files={"file": (f"pump-{number}.md", text_of(number).encode(), "text/markdown")},
        data={"collection": "docs", "external_id": f"pump-{number}"},
        headers={"Idempotency-Key": key or str(uuid4())},
    )
    assert answer.status_code in {200, 202}, answer.text
    return str(answer.json()["id"])


def wait_for(condition: Callable[[], Any], seconds: float = 60) -> Any:
    """Return the first true value of `condition`; fail after `seconds`."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            if value := condition():
                return value
        except httpx.TransportError:
            pass
        time.sleep(0.1)
    raise AssertionError(f"nothing came of it in {seconds} s")


def is_ready(client: httpx.Client, document: str) -> bool:
    """Say whether a document answers."""
    answer = client.get(f"/api/v1/documents/{document}")
    return answer.status_code == 200 and answer.json()["status"] == "ready"


def has_begun(client: httpx.Client, document: str) -> bool:
    """Say whether somebody works on a document."""
    return bool(client.get(f"/api/v1/documents/{document}").json()["status"] != "queued")


def is_embedded_now(client: httpx.Client) -> bool:
    """Say whether a worker holds the tenant's embedding."""
    jobs = client.get("/api/v1/jobs", params={"kind": "EmbedPending"}).json()["results"]
    return any(job["state"] == "running" for job in jobs)


def worker_of(client: httpx.Client, kind: str) -> str:
    """Return who works on a job of this kind; nobody is empty."""
    jobs = client.get("/api/v1/jobs", params={"kind": kind}).json()["results"]
    running = [job["id"] for job in jobs if job["state"] == "running"]
    return str(client.get(f"/api/v1/jobs/{running[0]}").json()["worker"]) if running else ""


def is_resumed(client: httpx.Client, kind: str, dead: str) -> bool:
    """Say whether another worker than the dead one has the jobs of this kind, or has done them."""
    jobs = client.get("/api/v1/jobs", params={"kind": kind}).json()["results"]
    is_open = any(job["state"] in {"queued", "running"} for job in jobs)
    return not is_open or worker_of(client, kind) not in {"", dead}


def chunks_of(client: httpx.Client, document: str) -> list[str]:
    """Return the texts of a document's chunks in order."""
    address, texts = f"/api/v1/documents/{document}/chunks", []
    while address:
        page = client.get(address).json()
        texts += [chunk["text"] for chunk in page["results"]]
        address = page["next"] and httpx.URL(page["next"]).raw_path.decode()
    return texts


@pytest.fixture
def undisturbed(client: httpx.Client) -> list[str]:
    """Return the chunks of document 1 when nothing goes wrong."""
    document = upload(client, 1)
    wait_for(lambda: is_ready(client, document))
    texts = chunks_of(client, document)
    client.delete(f"/api/v1/documents/{document}")
    return texts


def test_web_killed_after_its_answer_loses_nothing(stack: Stack, client: httpx.Client) -> None:
    document = upload(client, 1, key="once")
    stack.kill("web")
    stack.start("web")
    stack.wait_until_ready()
    wait_for(lambda: is_ready(client, document))
    assert upload(client, 1, key="once") == document


def test_what_a_killed_worker_was_reading_is_read(
    stack: Stack, client: httpx.Client, undisturbed: list[str]
) -> None:
    document = upload(client, 1)
    wait_for(lambda: has_begun(client, document))
    stack.kill("worker-parse")
    stack.start("worker-parse")
    wait_for(lambda: is_ready(client, document))
    assert chunks_of(client, document) == undisturbed


def test_what_a_killed_worker_embedded_is_resumed_in_time(
    stack: Stack, client: httpx.Client, undisturbed: list[str]
) -> None:
    document = upload(client, 1)
    wait_for(lambda: is_embedded_now(client))
    dead = worker_of(client, "EmbedPending")
    stack.kill("worker-embed")
    assert not is_ready(client, document)  # it was killed at work
    stack.start("worker-embed")
    wait_for(lambda: is_resumed(client, "EmbedPending", dead), RESUMED_SECONDS)
    wait_for(lambda: is_ready(client, document))
    assert chunks_of(client, document) == undisturbed


def test_a_worker_frozen_past_its_lease_is_fenced_off(
    stack: Stack, client: httpx.Client, undisturbed: list[str]
) -> None:
    document = upload(client, 1)
    wait_for(lambda: is_embedded_now(client))
    frozen = stack.processes["worker-embed"]
    os.killpg(frozen.pid, signal.SIGSTOP)
    assert not is_ready(client, document)  # it was frozen at work
    time.sleep(13)
    os.killpg(frozen.pid, signal.SIGCONT)
    wait_for(lambda: is_ready(client, document), RESUMED_SECONDS)
    assert chunks_of(client, document) == undisturbed


def test_a_flushed_redis_loses_no_job(stack: Stack, client: httpx.Client) -> None:
    documents = [upload(client, number) for number in range(2, 5)]
    redis.Redis.from_url(os.environ["REDIS_URL"]).flushall()
    wait_for(lambda: all(is_ready(client, document) for document in documents), RUNG_SECONDS)
    assert client.get("/api/v1/collections").status_code == 200  # nobody was signed out


def test_a_killed_redis_leaves_pages_and_comes_back(stack: Stack, client: httpx.Client) -> None:
    environment.services.kill_valkey()
    try:
        assert client.get("/api/v1/collections").status_code == 200
        document = upload(client, 6)
    finally:
        environment.services.start_valkey()
    wait_for(lambda: is_ready(client, document), RUNG_SECONDS)


@pytest.mark.parametrize("by", [signal.SIGINT, signal.SIGQUIT], ids=["restarted", "crashed"])
def test_a_postgresql_that_is_away_is_waited_for(
    stack: Stack, client: httpx.Client, by: signal.Signals
) -> None:
    document = upload(client, 7)
    time.sleep(1)  # here a commit is on the disk some moments after it
    environment.services.stop_postgres(by)
    try:
        answer = client.get("/api/v1/collections")
        assert (answer.status_code, answer.headers.get("Retry-After") is not None) == (503, True)
    finally:
        environment.services.start_postgres()
    wait_for(lambda: client.get("/api/v1/collections").status_code == 200, seconds=10)
    wait_for(lambda: is_ready(client, document))
