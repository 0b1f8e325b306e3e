"""Try everything an integration does, against a running Raglan: load, search, ask, stop, resume, rate, reindex.

usage: integrator.py ADDRESS TENANT API_KEY CORPUS.jsonl [--question QUESTION]

ADDRESS is where the server listens, such as http://127.0.0.1:8000; the tenant's host goes into the Host header, so
that nothing has to resolve it. A tenant is made and erased on the server, not over the API:

    python manage.py tenant create trial --name Trial --owner ada@trial.example --password PASSWORD
    python manage.py apikey create trial --name integrator \
        --scopes documents:read,documents:write,search,chat,feedback:write,admin
    python manage.py tenant erase trial --yes

The corpus has a line per document: {"_id", "title", "text", "url"}; it answers the question. Prints one line per step
with its time, and ends with an AssertionError or an HTTP error at the first step that is not as it should be.
"""

import argparse
import asyncio
import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import websockets

BATCH = 500
QUESTION = "How do I limit the number of restarts of an actor?"
PATIENCE_SECONDS = 3_600
ENDS = {"done", "failed", "stopped"}


@contextmanager
def step(name: str) -> Iterator[dict[str, Any]]:
    """Print a step's name, time and what it found."""
    found: dict[str, Any] = {}
    begun = time.perf_counter()
    yield found
    print(
        f"{name:<28} {time.perf_counter() - begun:7.2f} s  {json.dumps(found, default=str)[:160]}", flush=True
    )


def wait_while(is_so: Callable[[], object]) -> None:
    """Wait until something is over."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while is_so():
        assert time.monotonic() < deadline, "it takes too long"
        time.sleep(1)


def bulk_lines(corpus: Path, collection: str) -> list[str]:
    """Return the corpus as lines of a bulk upload."""
    lines = []
    for line in corpus.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        document = {"external_id": row["_id"], "title": row.get("title", ""), "text": row["text"]}
        lines.append(json.dumps({**document, "url": row.get("url", ""), "collection": collection}))
    return lines


def load(client: httpx.Client, corpus: Path) -> None:
    """Send the corpus and wait until every document is ready."""
    made = client.post("/collections", json={"slug": "docs", "name": "Docs", "readers": ["everyone"]})
    assert made.status_code in {201, 409}, made.text
    lines, jobs = bulk_lines(corpus, "docs"), []
    with step("bulk load") as found:
        for at in range(0, len(lines), BATCH):
            body = "\n".join(lines[at : at + BATCH]).encode()
            headers = {"Content-Type": "application/x-ndjson"}
            answer = client.post("/documents/bulk", content=body, headers=headers).raise_for_status().json()
            assert answer["accepted"] == len(lines[at : at + BATCH]), answer["rejected"]
            jobs.append(answer["job"])
        found["accepted"] = len(lines)
    with step("until ready"):
        for job in jobs:
            wait_while(partial(is_going_on, client, job))
        for status in ("queued", "parsing", "embedding"):
            wait_while(partial(documents, client, status))
        assert documents(client, "ready")
        assert documents(client, "failed") == documents(client, "quarantined") == []


def is_going_on(client: httpx.Client, job: str) -> bool:
    """Say whether a job is not over; it must not fail."""
    shown = client.get(f"/jobs/{job}").raise_for_status().json()
    assert shown["state"] in {"queued", "running", "done"}, shown
    return bool(shown["state"] != "done")


def documents(client: httpx.Client, status: str) -> list[dict[str, Any]]:
    """Return the first documents of a status."""
    page = client.get("/documents", params={"status": status}).raise_for_status().json()
    return list(page["results"])


def search_and_ask(client: httpx.Client, question: str) -> None:
    """Search, ask over REST and SSE, and rate."""
    with step("search") as found:
        answer = client.post("/search", json={"query": question, "k": 5}).raise_for_status().json()
        assert answer["results"]
        assert answer["degraded"] == []
        found.update(first=answer["results"][0]["document"]["title"], timings_ms=answer["timings_ms"])
    with step("answer (REST)") as found:
        answer = client.post("/answers", json={"question": question}).raise_for_status().json()
        found.update(outcome=answer["outcome"], citations=len(answer["citations"]), answer=answer["answer"])
        assert (answer["outcome"], bool(answer["citations"])) == ("answered", True), answer
    with (
        step("answer (SSE)") as found,
        client.stream("POST", "/answers", json={"question": question, "stream": True}) as stream,
    ):
        stream.raise_for_status()
        events = [json.loads(line[5:]) for line in stream.iter_lines() if line.startswith("data:")]
        found.update(events=len(events), last=events[-1]["type"])
        assert_whole(events)
    with step("thumb down"):
        body = {"rating": "down", "reasons": ["incomplete"], "comment": "Say where to set it."}
        given = client.put(f"/messages/{answer['message']}/feedback", json=body).raise_for_status().json()
        assert given["rating"] == "down"


def assert_whole(events: list[dict[str, Any]]) -> None:
    """See that a stream has no gap, begins as it should, and ends once, with an answer."""
    assert [event["seq"] for event in events] == list(range(1, len(events) + 1))
    assert events[0]["type"] == "started"
    assert [event["type"] for event in events if event["type"] in ENDS] == ["done"], events[-1]


async def receive_until(socket: Any, kinds: set[str], limit: int = 10_000) -> list[dict[str, Any]]:
    """Return the events up to the first of these kinds, or `limit` events."""
    events: list[dict[str, Any]] = []
    while len(events) < limit and not (events and events[-1]["type"] in kinds):
        events.append(json.loads(await asyncio.wait_for(socket.recv(), 60)))
        assert events[-1]["type"] != "problem", events[-1]
    return events


async def talk(client: httpx.Client, question: str) -> None:
    """Ask over the socket; cut one stream and resume it; stop another."""
    place: dict[str, Any] = {"host": client.base_url.host, "port": client.base_url.port}
    headers = {"Authorization": client.headers["Authorization"]}
    url = f"ws://{client.headers['Host']}/ws/chat"
    async with websockets.connect(url, additional_headers=headers, **place) as socket:
        with step("socket: ask, cut"):
            await socket.send(json.dumps({"type": "ask", "id": "c1", "question": question}))
            begun = await receive_until(socket, ENDS, limit=3)
    async with websockets.connect(url, additional_headers=headers, **place) as socket:
        with step("socket: resume") as found:
            after = {"message": begun[-1]["message"], "after": begun[-1]["seq"]}
            await socket.send(json.dumps({"type": "resume", **after}))
            rest = await receive_until(socket, ENDS)
            assert_whole(begun + rest)
            found.update(events=len(begun + rest))
        with step("socket: stop") as found:
            await socket.send(json.dumps({"type": "ask", "id": "c2", "question": question}))
            started = await receive_until(socket, {"started"})
            await socket.send(json.dumps({"type": "stop", "message": started[-1]["message"]}))
            found["end"] = (await receive_until(socket, ENDS))[-1]["type"]
            # It may have been whole before the server heard.
            assert found["end"] in {"stopped", "done"}


def state_of(client: httpx.Client, index_id: int) -> str:
    """Return where an index version stands."""
    rows = client.get("/indexes").raise_for_status().json()["results"]
    return str(next(row["state"] for row in rows if row["id"] == index_id))


def reindex(client: httpx.Client, question: str) -> None:
    """Build a candidate beside the live index, promote it and roll back."""
    rows = client.get("/indexes").raise_for_status().json()["results"]
    live = next(row["id"] for row in rows if row["state"] == "live")
    with step("reindex"):
        candidate = client.post("/indexes", json={}).raise_for_status().json()["id"]
        wait_while(partial(is_building, client, candidate, question))
        assert state_of(client, candidate) == "ready"
    with step("promote and roll back"):
        client.post(f"/indexes/{candidate}/promote").raise_for_status()
        assert state_of(client, candidate) == "live"
        client.post(f"/indexes/{candidate}/rollback").raise_for_status()
        assert state_of(client, live) == "live"


def is_building(client: httpx.Client, index_id: int, question: str) -> bool:
    """Say whether an index version is being built, during which the live one answers."""
    assert client.post("/search", json={"query": question, "k": 1}).raise_for_status().json()["results"]
    return state_of(client, index_id) == "building"


def main() -> None:
    """Run every step in order."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("address")
    parser.add_argument("tenant")
    parser.add_argument("key")
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--question", default=QUESTION)
    options = parser.parse_args()
    host = f"{options.tenant}.localhost:{httpx.URL(options.address).port}"
    headers = {"Authorization": f"Bearer {options.key}", "Host": host}
    with httpx.Client(base_url=f"{options.address}/api/v1", headers=headers, timeout=120) as client:
        load(client, options.corpus)
        search_and_ask(client, options.question)
        asyncio.run(talk(client, options.question))
        reindex(client, options.question)


if __name__ == "__main__":
    main()
