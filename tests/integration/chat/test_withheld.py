"""Answers are read no longer once a document that they were made of is gone or out of sight."""

import asyncio
import json
from collections.abc import Callable
from datetime import date
from uuid import UUID

import pytest
from django.db import transaction

from chat.actions.answers import NO_LONGER_AVAILABLE
from chat.models import Message
from chat.protocol import Ask
from chat.types import AnswerSentence
from chat.wiring import Generations
from project.kernel.db import TenantRef, in_thread, tenant_scope
from tenants.types import Actor, Role
from tests.factories import cast
from tests.fakes.author import ScriptedAuthor
from tests.integration.chat.rows import citation_of, document_of, erase, hide, key_pass
from tests.integration.chat.test_feedback import give, inbox
from tests.integration.chat.test_rest import WHOLE, Signs, ask

Loses = Callable[[TenantRef, UUID], None]
UNSUPPORTED = AnswerSentence(start=0, end=10, citations=(), verified=False)

loses = pytest.mark.parametrize("lose", [erase, hide])


@pytest.fixture
def source(ada: Actor, author: ScriptedAuthor) -> UUID:
    """Return the document that is prompted for every answer and cited by none."""
    document_id = document_of(ada)
    author.sources = (citation_of(document_id),)
    return document_id


@loses
def test_a_conversation_shows_nothing_of_the_answer(
    ben: Actor, api: Signs, source: UUID, lose: Loses
) -> None:
    answer = ask(api(ben))
    lose(ben.tenant, source)
    response = api(ben).get(f"/api/v1/conversations/{answer['conversation']}")
    (message,) = response.json()["messages"]
    assert (message["answer"], message["withheld"]) == ("", "sources_hidden")
    assert "five" not in response.content.decode()


def test_a_conversation_says_no_day_of_an_answer_that_it_does_not_show(
    ben: Actor, api: Signs, source: UUID
) -> None:
    answer = ask(api(ben))
    with tenant_scope(ben.tenant), transaction.atomic():
        Message.objects.filter(pk=answer["message"]).update(meant_as_of=date(2024, 3, 9))
    days = []
    for lose in (lambda *_: None, hide):
        lose(ben.tenant, source)
        body = api(ben).get(f"/api/v1/conversations/{answer['conversation']}").json()
        days += [message["meant_as_of"] for message in body["messages"]]
    assert days == ["2024-03-09", None]


def test_an_answer_whose_documents_are_in_sight_is_shown(ben: Actor, api: Signs, source: UUID) -> None:
    answer = ask(api(ben))
    (message,) = api(ben).get(f"/api/v1/conversations/{answer['conversation']}").json()["messages"]
    assert (message["answer"], message["withheld"]) == (WHOLE, None)


def test_an_analyst_sees_the_trace_of_what_is_triaged_while_its_documents_are_in_sight(
    ben: Actor, api: Signs, source: UUID
) -> None:
    analyst = api(cast.make_member(ben.tenant, "dora", role=Role.ANALYST))
    message = ask(api(ben))["message"]
    path = f"/api/v1/messages/{message}/trace"
    statuses = [analyst.get(path).status_code]
    give(ben, api, message)
    statuses.append(analyst.get(path).status_code)
    hide(ben.tenant, source)
    assert [*statuses, analyst.get(path).status_code] == [404, 200, 404]


@loses
def test_a_later_question_is_read_without_the_answer(
    ben: Actor, api: Signs, author: ScriptedAuthor, source: UUID, lose: Loses
) -> None:
    first = ask(api(ben))
    lose(ben.tenant, source)
    ask(api(ben), conversation=first["conversation"])
    _, begun = author.asked[-1]
    assert [turn.answer for turn in begun.history] == [NO_LONGER_AVAILABLE]


@pytest.mark.parametrize(("mode", "withheld"), [("generate", "sources_hidden"), ("quote", None)])
def test_an_answer_written_after_another_goes_with_it_and_a_quoted_one_stays(
    ben: Actor, api: Signs, author: ScriptedAuthor, source: UUID, mode: str, withheld: str | None
) -> None:
    first = ask(api(ben))
    author.sources, author.mode = (), "quote" if mode == "quote" else "generate"
    ask(api(ben), conversation=first["conversation"])
    erase(ben.tenant, source)
    messages = api(ben).get(f"/api/v1/conversations/{first['conversation']}").json()["messages"]
    assert [message["withheld"] for message in messages] == ["sources_hidden", withheld]


def test_the_inbox_tells_how_an_answer_is_to_be_read(
    ada: Actor, ben: Actor, api: Signs, author: ScriptedAuthor
) -> None:
    author.mode = "quote"
    author.sentences = (UNSUPPORTED,)
    give(ben, api, ask(api(ben))["message"])
    (entry,) = inbox(ada, api)
    assert entry["mode"] == "quote"
    assert entry["sentences"] == [{"start": 0, "end": 10, "citations": [], "verified": False}]


def test_the_inbox_marks_nothing_of_an_answer_that_is_withheld(
    ben: Actor, api: Signs, author: ScriptedAuthor, source: UUID
) -> None:
    author.sentences = (UNSUPPORTED,)
    give(ben, api, ask(api(ben))["message"])
    analyst = cast.make_member(ben.tenant, "ann", role=Role.ANALYST)
    hide(ben.tenant, source)
    assert [entry["sentences"] for entry in inbox(analyst, api)] == [[]]


@loses
def test_the_inbox_and_its_exports_show_nothing_of_the_answer(
    ben: Actor, api: Signs, source: UUID, lose: Loses
) -> None:
    give(ben, api, ask(api(ben))["message"])
    analyst = cast.make_member(ben.tenant, "ann", role=Role.ANALYST)
    assert [entry["answer"] for entry in inbox(analyst, api)] == [WHOLE]
    lose(ben.tenant, source)
    bodies = [
        api(analyst).get(f"/api/v1/feedback{path}").content.decode()
        for path in ("", "/export?format=jsonl", "/export?format=csv")
    ]
    assert all("How many days?" in body and "five" not in body for body in bodies)


@loses
@pytest.mark.parametrize("elsewhere", [True, False])
async def test_a_replay_tells_the_end_alone_and_nothing_of_the_answer(
    ben: Actor, here: Generations, there: Generations, source: UUID, lose: Loses, elsewhere: bool
) -> None:
    generation = await here.begin(await in_thread(key_pass, ben), Ask(id="c1", question="How many?"))
    await generation.ended()
    await asyncio.sleep(0.3)
    await in_thread(lose, ben.tenant, source)
    frames = [f async for f in (there if elsewhere else here).follow(ben, generation.message, 0)]
    (event,) = [json.loads(frame.text) for frame in frames]
    assert (event["type"], event["answer"], event["degraded"]) == ("done", "", ["withheld"])
    assert "five" not in frames[0].text


@loses
async def test_a_stopped_answer_is_told_without_its_words(
    ben: Actor, author: ScriptedAuthor, here: Generations, there: Generations, source: UUID, lose: Loses
) -> None:
    author.words, author.pause_seconds = ("word ",) * 500, 0.1
    generation = await here.begin(await in_thread(key_pass, ben), Ask(id="c1", question="How many?"))
    await asyncio.sleep(0.45)
    generation.stop()
    await generation.ended()
    await in_thread(lose, ben.tenant, source)
    frames = [f async for f in there.follow(ben, generation.message, 0)]
    assert [json.loads(f.text)["type"] for f in frames] == ["stopped"]
    assert json.loads(frames[0].text)["answer"] == ""


@pytest.mark.parametrize("is_elsewhere", [True, False])
async def test_what_is_withheld_while_it_is_written_is_told_by_its_end_alone(
    ada: Actor, ben: Actor, here: Generations, there: Generations, author: ScriptedAuthor, is_elsewhere: bool
) -> None:
    document = await in_thread(document_of, ada)
    author.sources = (citation_of(document),)
    held = await in_thread(key_pass, ben)
    first = await here.begin(held, Ask(id="c1", question="How many days?"))
    await first.ended()
    author.pause_seconds = 0.1
    again = Ask(id="c2", question="And in May?", conversation=first.commission.conversation)
    generation = await here.begin(held, again)
    await in_thread(hide, ben.tenant, document)
    process = there if is_elsewhere else here
    events = [json.loads(frame.text) async for frame in process.follow(held.actor, generation.message, 0)]
    assert [(event["type"], event["answer"]) for event in events] == [("done", "")]
