"""What was answered of a document says nothing of it any more to whom it is hidden since: on no route, on no socket."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient

from chat.protocol import Ask
from chat.types import AnswerSentence
from chat.wiring import Generations
from project.kernel.db import in_thread
from tenants.types import Actor, Role
from tests.factories import canaries, cast
from tests.factories.canaries import Canaries
from tests.fakes.author import ScriptedAuthor
from tests.integration.chat.conftest import Opens
from tests.integration.chat.rows import citation_of, document_of, hide, key_pass
from tests.integration.chat.test_feedback import give
from tests.integration.chat.test_rest import Signs, ask

WORDS = ("told", "title", "quote")


@pytest.fixture
def made(ada: Actor, author: ScriptedAuthor) -> Canaries:
    """Plant a document that every answer is made of, and that says so."""
    made = Canaries()
    made.ids["document"] = document_of(ada)
    cited = citation_of(made.ids["document"])
    object.__setattr__(cited, "quote", made["quote"])
    object.__setattr__(cited.document, "title", made["title"])
    author.cited = (cited,)
    author.sources, author.words = (cited,), (f"{made['told']} ", "and so on.")
    author.sentences = (AnswerSentence(start=0, end=5, citations=(1,), verified=True),)
    return made


def walk(client: APIClient, answer: Any) -> str:
    """Return what the routes of chat say of a message."""
    message, conversation = answer["message"], answer["conversation"]
    paths = [f"conversations/{conversation}", f"messages/{message}/trace", "conversations", "feedback"]
    paths += [f"feedback/export?format={form}" for form in ("jsonl", "csv")]
    return "".join(client.get(f"/api/v1/{path}").content.decode() for path in paths)


def test_before_it_is_hidden_each_word_is_told(cleo: Actor, api: Signs, made: Canaries) -> None:
    """Without this, a plant that never grew would let the tests below pass."""
    assert set(made.found_in(walk(api(cleo), ask(api(cleo))))) == set(WORDS)


@pytest.mark.parametrize("role", [Role.MEMBER, Role.ANALYST, Role.CURATOR])
def test_no_route_of_chat_tells_what_is_hidden_since(
    cleo: Actor, api: Signs, made: Canaries, role: Role
) -> None:
    answer = ask(api(cleo))
    give(cleo, api, answer["message"])
    hide(cleo.tenant, made.ids["document"])
    readers = [cleo, cast.make_member(cleo.tenant, "ann", role=role)]
    assert [made.found_in(walk(api(reader), answer)) for reader in readers] == [[], []]


async def test_no_socket_replays_what_is_hidden_since(cleo: Actor, opens: Opens, made: Canaries) -> None:
    socket = await opens(cleo)
    events = [await socket.ask(), *await socket.rest()]
    assert set(made.found_in(json.dumps(events))) == set(WORDS)
    await in_thread(hide, cleo.tenant, made.ids["document"])
    await socket.send(type="resume", message=events[0]["message"], after=0)
    replayed = json.dumps(await socket.rest())
    await socket.leave()
    assert made.found_in(replayed) == []


async def test_what_is_hidden_while_it_is_told_is_not_kept_for_later(
    cleo: Actor, here: Generations, there: Generations, author: ScriptedAuthor, made: Canaries
) -> None:
    """The words that came before stay on the asker's screen; who resumes gets the end without them."""
    author.pause_seconds = 0.2
    generation = await here.begin(await in_thread(key_pass, cleo), Ask(id="c1", question="How many?"))
    await in_thread(hide, cleo.tenant, made.ids["document"])
    await generation.ended()
    frames = [frame.text async for frame in there.follow(cleo, generation.message, 0)]
    assert made.found_in("".join(frames)) == []


def test_a_document_of_a_closed_collection_answers_whom_it_was_given_to(
    ada: Actor, cleo: Actor, api: Signs, run_jobs: Callable[[], int], author: ScriptedAuthor
) -> None:
    """Search, list and answers agree: by its name the collection is known to whoever reads something in it."""
    cast.make_member(ada.tenant, "ben", groups=(canaries.GROUP,))
    owner = api(ada)
    canaries.send(owner, "post", "collections", {"slug": "board", "name": "B", "readers": [canaries.GROUP]})
    asked = {"question": "How many?", "collections": ["board"]}
    assert api(cleo).post("/api/v1/answers", asked, format="json").status_code == 400
    assert api(cleo).get("/api/v1/documents?collection=board").status_code == 400
    given = canaries.upload(owner, "<p>Five days.</p>", "p.html", collection="board", readers=cleo.email)
    run_jobs()
    assert api(cleo).post("/api/v1/answers", asked, format="json").status_code == 200
    found = api(cleo).post("/api/v1/search", {"query": "days", "collections": ["board"]}, format="json")
    listed = api(cleo).get("/api/v1/documents?collection=board").json()["results"]
    ids = {row["document"]["id"] for row in found.json()["results"]}
    assert ids == {row["id"] for row in listed} == {given["id"]}
    assert api(cleo).get("/api/v1/collections/board").status_code == 404
