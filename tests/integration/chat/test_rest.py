"""Ask over plain HTTP and as server-sent events; read and delete conversations."""

import asyncio
import json
import time
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from asgiref.testing import ApplicationCommunicator
from django.test import AsyncClient
from pytest_django import Settings
from rest_framework.test import APIClient

from chat.types import Failed
from chat.wiring.answers import _whole
from project.asgi import application
from project.kernel.db import in_thread
from project.kernel.errors import RaglanError
from tenants.types import Actor
from tests.factories import cast
from tests.factories.sockets import Json
from tests.fakes.author import WORDS, ScriptedAuthor

Signs = Callable[[Actor], APIClient]
WHOLE = "".join(WORDS)
ASK = {"question": "How many days?"}


def ask(client: APIClient, **fields: object) -> Json:
    """Ask over plain HTTP."""
    response = client.post("/api/v1/answers", ASK | fields, format="json")
    assert response.status_code == 200, response.content
    answer: Json = response.json()
    return answer


class HostClient(AsyncClient):
    """Call the application as an ASGI server does, on the tenant's host, signed in as somebody."""

    def __init__(self, who: Actor, signed_in: APIClient) -> None:
        super().__init__()
        self._host = f"{who.tenant.slug}.localhost".encode()
        self.cookies = signed_in.cookies

    def _base_scope(self, **request: Any) -> Any:
        scope = super()._base_scope(**request)  # type: ignore[misc]  # the framework's own seam has no types
        others = [(name, value) for name, value in scope["headers"] if name != b"host"]
        return scope | {"headers": [(b"host", self._host), *others]}


async def received(response: Any) -> list[str]:
    """Return the blocks of a streaming answer as they came."""
    return [block.decode().strip() async for block in response.streaming_content]


def test_a_question_is_answered_at_once(ada: Actor, api: Signs, author: ScriptedAuthor) -> None:
    answer = ask(api(ada))
    assert (answer["answer"], answer["outcome"], answer["model"]) == (WHOLE, "answered", "scripted")
    assert set(answer) >= {"message", "conversation", "citations", "usage", "timings_ms", "degraded"}


async def test_a_stream_sends_the_events_with_their_numbers_as_ids(
    ada: Actor, author: ScriptedAuthor, process: None
) -> None:
    signed_in = await in_thread(cast.signed_in, ada)
    client = HostClient(ada, signed_in)
    response = await client.post(
        "/api/v1/answers",
        json.dumps(ASK | {"stream": True}),
        content_type="application/json",
    )
    assert response["Content-Type"] == "text/event-stream"
    blocks = [block.split("\n") for block in await received(response)]
    events = [json.loads(data.removeprefix("data: ")) for _, data in blocks]
    assert [head for head, _ in blocks] == [f"id: {event['seq']}" for event in events]
    assert events[-1]["answer"] == WHOLE


@pytest.mark.parametrize(
    ("bounds", "field"),
    [({"filter": {"year": {"about": 2026}}}, "filter.year"), ({"collections": ["nowhere"]}, "collections")],
)
def test_wrong_bounds_are_the_callers_and_begin_nothing(
    ada: Actor, api: Signs, author: ScriptedAuthor, bounds: Json, field: str
) -> None:
    response = api(ada).post("/api/v1/answers", ASK | bounds, format="json")
    problem = response.json()
    assert (response.status_code, problem["code"]) == (400, "invalid")
    assert [error["field"].startswith(field) for error in problem["errors"]] == [True]
    assert author.asked == []


@pytest.mark.parametrize(
    ("code", "status"), [("not_signed_in", 401), ("not_found", 404), ("question_too_long", 400)]
)
def test_what_became_of_the_caller_is_not_the_models_fault(code: str, status: int) -> None:
    with pytest.raises(RaglanError) as refused:
        _whole(Failed(code=code, detail="It ended.", retryable=False))
    assert (refused.value.status, refused.value.reason) == (status, code)


def test_an_answer_that_fails_is_a_problem(ada: Actor, api: Signs, author: ScriptedAuthor) -> None:
    author.fault = ZeroDivisionError()
    response = api(ada).post("/api/v1/answers", ASK, format="json")
    assert (response.status_code, response.json()["code"]) == (502, "error")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "question"),
        ({"question": " "}, "question"),
        ({"question": "a\0b"}, "question"),
        ({"question": "half \ud800"}, "question"),
        (ASK | {"conversation": "x"}, "conversation"),
        (ASK | {"filter": {"a": ["\0"]}}, "filter"),
        (ASK | {"filter": {"a": {"\ud800": 1}}}, "filter"),
    ],
)
def test_a_wrong_question_names_its_field(
    ada: Actor, api: Signs, author: ScriptedAuthor, body: Json, field: str
) -> None:
    response = api(ada).post("/api/v1/answers", json.dumps(body), content_type="application/json")
    assert (response.status_code, response.json()["errors"][0]["field"]) == (400, field)


def test_a_conversation_keeps_its_questions_in_order(ada: Actor, api: Signs, author: ScriptedAuthor) -> None:
    client = api(ada)
    first = ask(client)
    ask(client, conversation=first["conversation"], question="And in May?")
    kept = client.get(f"/api/v1/conversations/{first['conversation']}").json()
    assert kept["title"] == "How many days?"
    assert [message["question"] for message in kept["messages"]] == ["How many days?", "And in May?"]
    assert kept["messages"][0]["state"] == "done"


def test_conversations_are_listed_for_their_person_alone(
    ada: Actor, ben: Actor, max_: Actor, api: Signs, author: ScriptedAuthor
) -> None:
    answer = ask(api(ada))
    listed = api(ada).get("/api/v1/conversations").json()
    assert [row["id"] for row in listed["results"]] == [answer["conversation"]]
    assert (listed["next"], listed["previous"]) == (None, None)
    assert api(ben).get("/api/v1/conversations").json()["results"] == []
    assert api(max_).get("/api/v1/conversations").json()["results"] == []


def test_foreign_and_unknown_rows_are_the_same_404(
    ada: Actor, ben: Actor, max_: Actor, api: Signs, author: ScriptedAuthor
) -> None:
    answer = ask(api(ben))
    for stranger in (ada, max_):
        client = api(stranger)
        for conversation in (answer["conversation"], uuid4()):
            path = f"/api/v1/conversations/{conversation}"
            assert client.get(path).status_code == client.delete(path).status_code == 404
    assert api(max_).get(f"/api/v1/messages/{answer['message']}/trace").status_code == 404


def test_a_conversation_is_deleted_with_all_that_is_in_it(
    ada: Actor, api: Signs, author: ScriptedAuthor
) -> None:
    client = api(ada)
    answer = ask(client)
    path = f"/api/v1/conversations/{answer['conversation']}"
    assert client.delete(path).status_code == 204
    assert client.get(path).status_code == 404
    assert client.get(f"/api/v1/messages/{answer['message']}/trace").status_code == 404


def test_members_see_their_own_traces_and_admins_all(
    ada: Actor, ben: Actor, cleo: Actor, api: Signs, author: ScriptedAuthor
) -> None:
    path = f"/api/v1/messages/{ask(api(ben))['message']}/trace"
    assert [api(who).get(path).status_code for who in (ben, ada, cleo)] == [200, 200, 404]
    trace = api(ada).get(path).json()
    assert (trace["stages"], trace["index_version"]) == ([{"name": "write"}], 3)
    assert trace["settings"] == {"model": "scripted"}


async def status_of(who: Actor, cookie: str, csrf: str) -> int:
    """Ask through the application as a server runs it, each request in a thread of its own."""
    body = json.dumps(ASK).encode()
    headers = {"host": f"{who.tenant.slug}.localhost", "content-type": "application/json"}
    headers |= {"content-length": str(len(body))}
    headers |= {"cookie": f"session={cookie}; csrftoken={csrf}", "x-csrftoken": csrf}
    scope = {
        "type": "http",
        "method": "POST",
        "path": "/api/v1/answers",
        "query_string": b"",
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
    }
    call = ApplicationCommunicator(application, scope)
    await call.send_input({"type": "http.request", "body": body})
    status: int = (await call.receive_output(20))["status"]
    await call.wait(20)
    return status


async def test_requests_that_wait_hold_no_connections_of_the_pool(
    ada: Actor, author: ScriptedAuthor, process: None, settings: Settings
) -> None:
    author.words, author.pause_seconds = ("word ",) * 5, 0.5
    client = await in_thread(cast.signed_in, ada)
    cookie = client.cookies["session"].value
    waiting = settings.DATABASES["default"]["OPTIONS"]["pool"]["max_size"] + 8
    asked = [status_of(ada, cookie, "c" * 32) for _ in range(waiting)]
    begun = time.monotonic()
    assert set(await asyncio.gather(*asked)) == {200}
    assert time.monotonic() - begun < 2.5 * 2.5
