"""Whatever is killed while an answer streams, it ends once, and what was written is kept."""

import json
import socket
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager
from typing import Any

import httpx
import pytest
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin

from tests import environment
from tests.chaos.conftest import ANSWER
from tests.chaos.test_indexing import is_ready, upload, wait_for
from tests.fakes.tgi import FakeTgi
from tests.stack import Stack

Json = dict[str, Any]
QUESTION = "How often is the pump of line 1000 greased?"
ENDS = {"done", "failed", "stopped"}


def open_line(stack: Stack, client: httpx.Client) -> AbstractContextManager[ClientConnection]:
    """Open a chat socket as the client's person."""
    host = client.headers["Host"]
    return connect(
        f"ws://{host}/ws/chat",
        sock=socket.create_connection(("127.0.0.1", stack.port)),
        origin=Origin(f"http://{host}"),
        additional_headers={"Cookie": f"session={client.cookies['session']}"},
    )


def hear(line: ClientConnection) -> Json:
    """Receive one event."""
    event: Json = json.loads(line.recv(timeout=30))
    return event


def hear_out(line: ClientConnection) -> list[Json]:
    """Receive events to the end of the answer."""
    events = [hear(line)]
    while events[-1]["type"] not in ENDS:
        events.append(hear(line))
    return events


@pytest.fixture
def begun(stack: Stack, client: httpx.Client) -> Iterator[tuple[ClientConnection, list[Json]]]:
    """Return a line on which an answer has begun to stream, and what was heard of it."""
    document = upload(client, 1)
    wait_for(lambda: is_ready(client, document))
    with open_line(stack, client) as line:
        line.send(json.dumps({"type": "ask", "id": "c1", "question": QUESTION}))
        events = [hear(line)]
        while sum(event["type"] == "token" for event in events) < 3:
            events.append(hear(line))
        yield line, events


def text_of(events: list[Json]) -> str:
    """Join the tokens."""
    return "".join(event["text"] for event in events if event["type"] == "token")


def test_an_answer_whose_web_process_is_killed_ends_as_interrupted_with_what_was_written(
    stack: Stack, client: httpx.Client, begun: tuple[ClientConnection, list[Json]]
) -> None:
    _, heard = begun
    time.sleep(0.3)  # the last words reach Redis some moments after the reader
    stack.kill("web")
    stack.start("web")
    stack.wait_until_ready()
    with open_line(stack, client) as line:
        line.send(json.dumps({"type": "resume", "message": heard[0]["message"], "after": heard[-1]["seq"]}))
        rest = hear_out(line)
    assert [event["seq"] for event in heard + rest] == list(range(1, len(heard + rest) + 1))
    assert (rest[-1]["type"], rest[-1]["code"]) == ("failed", "interrupted")
    assert rest[-1]["answer"].startswith(text_of(heard).rstrip())
    assert not rest[-1]["answer"].startswith(ANSWER)


def test_an_answer_goes_on_without_redis_and_says_so(
    begun: tuple[ClientConnection, list[Json]],
) -> None:
    line, heard = begun
    environment.services.kill_valkey()
    try:
        last = hear_out(line)[-1]
    finally:
        environment.services.start_valkey()
    assert (last["type"], last["degraded"]) == ("done", ["resume"])
    assert last["answer"].startswith(text_of(heard).rstrip())


def test_a_stop_ends_the_generation_at_the_model_server(
    begun: tuple[ClientConnection, list[Json]], model_server: FakeTgi
) -> None:
    line, heard = begun
    asked_at = time.monotonic()
    line.send(json.dumps({"type": "stop", "message": heard[0]["message"]}))
    assert hear_out(line)[-1]["type"] == "stopped"
    request = model_server.received[-1]
    wait_for(lambda: request.cancelled_at is not None, seconds=2)
    assert request.cancelled_at is not None
    assert request.cancelled_at - asked_at < 0.5
