"""Try everything an integration does, against a running Raglan: load, search, ask, stop, resume, rate, reindex.

usage: integrator.py ADDRESS TENANT API_KEY CORPUS.jsonl [--email E --password P]

ADDRESS is where the server listens, such as http://127.0.0.1:8000; the tenant's host goes into the Host header, so
that nothing has to resolve it.

The key needs the scopes documents:read, documents:write, search, chat, feedback:write and admin, and a person who may
use them (manage.py apikey create TENANT --name integrator --scopes …, see docs/api.md).

The corpus has a line per document: {"_id", "title", "text", "url"}. Prints one line per step with its time.
"""

import argparse
import asyncio
import json
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import websockets

BATCH = 500
# What the steps below ask of a key.
SCOPES = ("documents:read", "documents:write", "search", "chat", "feedback:write", "admin")
QUESTION = "How do I limit the number of restarts of an actor?"


@contextmanager
def step(name: str) -> Iterator[dict[str, Any]]:
    """Print a step's name, time and what it found."""
    found: dict[str, Any] = {}
    begun = time.perf_counter()
    yield found
    print(
        f"{name:<28} {time.perf_counter() - begun:7.2f} s  {json.dumps(found, default=str)[:160]}", flush=True
    )


def bulk_lines(corpus: Path, collection: str) -> list[bytes]:
    """Return the corpus as bodies of at most BATCH lines."""
    lines = []
    for line in corpus.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        document = {"external_id": row["_id"], "title": row.get("title", ""), "text": row["text"]}
        lines.append(json.dumps({**document, "url": row.get("url", ""), "collection": collection}))
    return ["\n".join(lines[i : i + BATCH]).encode() for i in range(0, len(lines), BATCH)]


def load(client: httpx.Client, corpus: Path) -> None:
    """Send the corpus and wait until every document is ready."""
    client.post("/collections", json={"slug": "docs", "name": "Docs", "readers": ["everyone"]})
    with step("bulk load") as found:
        accepted, jobs = 0, []
        for body in bulk_lines(corpus, "docs"):
            answer = client.post(
                "/documents/bulk", content=body, headers={"Content-Type": "application/x-ndjson"}
            )
            accepted += answer.raise_for_status().json()["accepted"]
            jobs.append(answer.json()["job"])
        found["accepted"] = accepted
    with step("until ready"):
        for job in jobs:
            while client.get(f"/jobs/{job}").raise_for_status().json()["state"] in {"queued", "running"}:
                time.sleep(1)
        for status in ("queued", "parsing", "embedding"):
            while client.get("/documents", params={"status": status}).json()["results"]:
                time.sleep(1)


def search_and_ask(client: httpx.Client) -> str:
    """Search, ask over REST and SSE, and rate; return the message's id."""
    with step("search") as found:
        answer = client.post("/search", json={"query": QUESTION, "k": 5}).raise_for_status().json()
        found.update(first=answer["results"][0]["document"]["title"], timings_ms=answer["timings_ms"])
    with step("answer (REST)") as found:
        answer = client.post("/answers", json={"question": QUESTION}).raise_for_status().json()
        found.update(outcome=answer["outcome"], citations=len(answer["citations"]), answer=answer["answer"])
    with (
        step("answer (SSE)") as found,
        client.stream("POST", "/answers", json={"question": QUESTION, "stream": True}) as stream,
    ):
        kinds = [json.loads(line[5:])["type"] for line in stream.iter_lines() if line.startswith("data:")]
        found.update(events=len(kinds), last=kinds[-1])
    message = str(answer["message"])
    with step("thumb down"):
        body = {"rating": "down", "reasons": ["incomplete"], "comment": "Say where to set it."}
        client.put(f"/messages/{message}/feedback", json=body).raise_for_status()
    return message


def sign_in(address: str, host: str, email: str, password: str) -> httpx.Client:
    """Return a client with a browser's session."""
    browser = httpx.Client(base_url=address, headers={"Host": host}, timeout=30)
    browser.get("/_allauth/browser/v1/config")
    token = browser.cookies["csrftoken"]
    body = {"email": email, "password": password}
    browser.post(
        "/_allauth/browser/v1/auth/login", json=body, headers={"X-CSRFToken": token}
    ).raise_for_status()
    return browser


async def receive_until(socket: Any, kinds: set[str], limit: int = 10_000) -> list[dict[str, Any]]:
    """Return the events up to the first of these kinds, or `limit` events."""
    events: list[dict[str, Any]] = []
    while len(events) < limit and not (events and events[-1]["type"] in kinds):
        events.append(json.loads(await asyncio.wait_for(socket.recv(), 60)))
    return events


async def talk(address: str, host: str, browser: httpx.Client) -> None:
    """Ask over the socket; cut one stream and resume it; stop another."""
    server = httpx.URL(address)
    place = {"host": server.host, "port": server.port, "origin": f"http://{host}"}
    url = f"ws://{host}/ws/chat"
    headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in browser.cookies.items())}
    ends = {"done", "failed", "stopped"}
    async with websockets.connect(url, additional_headers=headers, **place) as socket:
        with step("socket: ask, cut"):
            await socket.send(
                json.dumps({"type": "ask", "id": "c1", "question": QUESTION, "conversation": None})
            )
            begun = await receive_until(socket, ends, limit=3)
    async with websockets.connect(url, additional_headers=headers, **place) as socket:
        with step("socket: resume") as found:
            last = begun[-1]
            await socket.send(
                json.dumps({"type": "resume", "message": last["message"], "after": last["seq"]})
            )
            rest = await receive_until(socket, ends)
            numbers = [event["seq"] for event in begun + rest]
            found.update(gapless=numbers == list(range(1, len(numbers) + 1)), end=rest[-1]["type"])
        with step("socket: stop") as found:
            await socket.send(
                json.dumps({"type": "ask", "id": "c2", "question": QUESTION, "conversation": None})
            )
            started = await receive_until(socket, {"started", *ends})
            await socket.send(json.dumps({"type": "stop", "message": started[-1]["message"]}))
            found["end"] = (await receive_until(socket, ends))[-1]["type"]


def state_of(client: httpx.Client, index_id: int) -> str:
    """Return where an index version stands."""
    rows = client.get("/indexes").raise_for_status().json()["results"]
    return str(next(row["state"] for row in rows if row["id"] == index_id))


def reindex(client: httpx.Client) -> None:
    """Build a candidate beside the live index, promote it and roll back."""
    with step("reindex") as found:
        candidate = client.post("/indexes", json={}).raise_for_status().json()
        while state_of(client, candidate["id"]) == "building":
            time.sleep(1)
            client.post("/search", json={"query": QUESTION, "k": 1}).raise_for_status()
        found["state"] = state_of(client, candidate["id"])
    with step("promote and roll back"):
        live = next(row["id"] for row in client.get("/indexes").json()["results"] if row["state"] == "live")
        client.post(f"/indexes/{candidate['id']}/promote").raise_for_status()
        client.post(f"/indexes/{live}/rollback").raise_for_status()


def main() -> None:
    """Run every step in order."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("address")
    parser.add_argument("tenant")
    parser.add_argument("key")
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--email")
    parser.add_argument("--password")
    options = parser.parse_args()
    host = f"{options.tenant}.localhost:{httpx.URL(options.address).port}"
    headers = {"Authorization": f"Bearer {options.key}", "Host": host}
    try:
        with httpx.Client(base_url=f"{options.address}/api/v1", headers=headers, timeout=120) as client:
            load(client, options.corpus)
            search_and_ask(client)
            if options.email:
                browser = sign_in(options.address, host, options.email, options.password)
                asyncio.run(talk(options.address, host, browser))
            reindex(client)
    except httpx.HTTPStatusError as refused:
        sys.exit(reason_of(refused.response))
    except httpx.TransportError as failure:
        sys.exit(f"{options.address} does not answer: {failure}")


def reason_of(answer: httpx.Response) -> str:
    """Say in one line what was refused, and why; a missing scope is named by its call."""
    answer.read()
    is_problem = "problem+json" in answer.headers.get("content-type", "")
    told = answer.json().get("detail", "") if is_problem else answer.reason_phrase
    hint = ""
    if answer.status_code in {401, 403}:
        hint = f" The key needs {', '.join(SCOPES)}, and a person who may use them."
    return f"{answer.request.method} {answer.request.url.path}: {answer.status_code} {told}{hint}"


if __name__ == "__main__":
    main()
