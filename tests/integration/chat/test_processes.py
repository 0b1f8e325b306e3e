"""Follow and stop answers that another process writes; two sets of generations stand for two processes."""

import asyncio
import json
import time
from threading import Event
from typing import Any
from uuid import UUID, uuid4

import pytest

from chat.actions import answers, conversations
from chat.actions.answers import Keeping
from chat.actions.interruptions import interrupt
from chat.protocol import Ask
from chat.streams import Remains, forget, remains_of, stream_key
from chat.types import Done, Stopped
from chat.wiring import Generations
from project.kernel.db import in_thread, tenant_scope
from project.kernel.redis import redis_client
from tenants.passes import Pass
from tenants.types import Actor
from tests.factories.sockets import Json
from tests.fakes.author import WORDS, ScriptedAuthor
from tests.integration.chat.rows import stored

WHOLE = "".join(WORDS)
QUESTION = Ask(id="c1", question="How many days?")


async def collect(process: Generations, actor: Actor, message: UUID, after: int = 0) -> list[Json]:
    """Follow a message to its end."""
    return [json.loads(frame.text) async for frame in process.follow(actor, message, after)]


def numbers(events: list[Json]) -> list[int]:
    return [event["seq"] for event in events]


async def test_another_process_replays_and_goes_on_live(
    here: Generations, there: Generations, held: Pass, author: ScriptedAuthor
) -> None:
    author.pause_seconds = 0.06
    generation = await here.begin(held, QUESTION)
    await asyncio.sleep(0.2)
    events = await collect(there, held.actor, generation.message, after=2)
    assert numbers(events) == list(range(3, len(WORDS) + 5))
    assert events[-1]["answer"] == WHOLE


async def test_what_has_ended_is_replayed_from_redis_by_another_process(
    here: Generations, there: Generations, held: Pass
) -> None:
    generation = await here.begin(held, QUESTION)
    await generation.ended()
    events = await collect(there, held.actor, generation.message, after=1)
    assert numbers(events) == list(range(2, len(WORDS) + 5))


async def test_what_redis_has_forgotten_is_told_by_its_end_alone(
    here: Generations, there: Generations, held: Pass
) -> None:
    generation = await here.begin(held, QUESTION)
    await generation.ended()
    await here.drain()
    await asyncio.sleep(0.2)
    await in_thread(forget, held.actor.tenant, [generation.message])
    events = await collect(there, held.actor, generation.message, after=4)
    assert [(event["type"], event["seq"], event["answer"]) for event in events] == [("done", 5, WHOLE)]


async def test_who_has_seen_the_end_is_told_nothing_again(
    here: Generations, there: Generations, held: Pass
) -> None:
    generation = await here.begin(held, QUESTION)
    await generation.ended()
    assert await collect(there, held.actor, generation.message, after=len(WORDS) + 4) == []


@pytest.mark.parametrize("is_elsewhere", [True, False])
async def test_who_names_an_event_that_never_was_is_told_the_end(
    here: Generations, there: Generations, held: Pass, is_elsewhere: bool
) -> None:
    generation = await here.begin(held, QUESTION)
    await generation.ended()
    process = there if is_elsewhere else here
    events = await collect(process, held.actor, generation.message, after=500)
    assert [(event["type"], event["seq"], event["answer"]) for event in events] == [("done", 501, WHOLE)]


async def test_an_answer_that_another_process_ended_before_is_told_as_it_is_stored(
    here: Generations, held: Pass, author: ScriptedAuthor
) -> None:
    author.pause_seconds = 0.05
    generation = await here.begin(held, QUESTION)
    with tenant_scope(held.actor.tenant):
        remains = Remains(text="Up to ", last_seq=4)
        await in_thread(interrupt, message_id=generation.message, remains=remains)
    events = [json.loads(frame.text) async for frame in generation.live.follow(0)]
    assert (events[-1]["type"], events[-1]["code"]) == ("failed", "interrupted")
    assert events[-1]["answer"] == "Up to "


async def test_an_answer_whose_conversation_was_deleted_ends_as_not_found(
    here: Generations, held: Pass, author: ScriptedAuthor
) -> None:
    author.pause_seconds = 0.05
    generation = await here.begin(held, QUESTION)
    conversation = generation.commission.conversation
    with tenant_scope(held.actor.tenant):
        await in_thread(conversations.delete, actor=held.actor, conversation_id=conversation)
    events = [json.loads(frame.text) async for frame in generation.live.follow(0)]
    assert (events[-1]["type"], events[-1]["code"]) == ("failed", "not_found")


async def test_stop_reaches_the_process_that_writes_within_half_a_second(
    here: Generations, there: Generations, held: Pass, author: ScriptedAuthor
) -> None:
    author.words = ("word ",) * 500
    generation = await here.begin(held, QUESTION)
    await asyncio.sleep(0.2)
    await there.stop(held.actor, generation.message)
    async with asyncio.timeout(0.5):
        await generation.ended()
    assert author.cancelled == ["How many days?"]
    assert (await in_thread(stored, held.actor.tenant, generation.message)).state == "stopped"


async def test_an_answer_whose_process_died_ends_as_interrupted_and_keeps_its_words(
    here: Generations,
    there: Generations,
    held: Pass,
    author: ScriptedAuthor,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("chat.streams.log.ALIVE_SECONDS", 1)
    monkeypatch.setattr("chat.streams.log.GRACE_SECONDS", 0.2)
    monkeypatch.setattr("chat.wiring.generation.Generation._leave", silence)
    author.words, author.pause_seconds = WORDS * 50, 0.1
    generation = await here.begin(held, QUESTION)
    await asyncio.sleep(0.55)
    await here.close()  # its tasks end without a word, as under kill -9
    events = await collect(there, held.actor, generation.message)
    assert (events[-1]["type"], events[-1]["code"], events[-1]["retryable"]) == (
        "failed",
        "interrupted",
        True,
    )
    assert numbers(events) == list(range(1, len(events) + 1))
    message = await in_thread(stored, held.actor.tenant, generation.message)
    assert message.state == "interrupted"
    assert message.answer == events[-1]["answer"] != ""
    assert "".join(author.words).startswith(message.answer)


async def silence(*_: Any) -> None:
    """End without a word."""


async def test_a_process_that_leaves_in_the_middle_stores_and_tells_the_interruption(
    here: Generations, there: Generations, held: Pass, author: ScriptedAuthor
) -> None:
    author.words, author.pause_seconds = ("word ",) * 500, 0.1
    generation = await here.begin(held, QUESTION)
    await asyncio.sleep(0.35)
    await here.close()
    events = await collect(there, held.actor, generation.message)
    assert (events[-1]["type"], events[-1]["code"]) == ("failed", "interrupted")
    message = await in_thread(stored, held.actor.tenant, generation.message)
    assert (message.state, message.answer) == ("interrupted", events[-1]["answer"])
    assert author.cancelled == [QUESTION.question]


async def test_a_process_that_leaves_while_an_end_is_stored_tells_that_end(
    here: Generations, held: Pass, monkeypatch: pytest.MonkeyPatch
) -> None:
    finish, is_stored = answers.finish, Event()

    def finish_slowly(**ended: Any) -> Keeping:
        keeping = finish(**ended)
        is_stored.set()
        time.sleep(0.3)
        return keeping

    monkeypatch.setattr(answers, "finish", finish_slowly)
    generation = await here.begin(held, QUESTION)
    assert await asyncio.to_thread(is_stored.wait, 10)
    await here.close()
    ending = await generation.ended()
    assert (type(ending), ending.answer) == (Done, WHOLE)
    assert (await in_thread(stored, held.actor.tenant, generation.message)).state == "done"


async def test_a_fault_that_nobody_foresaw_still_ends_the_answer(
    here: Generations, held: Pass, author: ScriptedAuthor
) -> None:
    author.words = ("Up ", "\ud83d")  # neither UTF-8 nor PostgreSQL can say it
    generation = await here.begin(held, QUESTION)
    async with asyncio.timeout(10):
        ending = await generation.ended()
    assert (type(ending).__name__, generation.live.is_over) == ("Failed", True)


async def test_one_frame_that_is_no_text_does_not_stop_the_log_of_the_others(
    here: Generations, there: Generations, held: Pass, author: ScriptedAuthor
) -> None:
    author.words = ("Up ", "\ud83d")
    await (await here.begin(held, QUESTION)).ended()
    author.words = WORDS
    generation = await here.begin(held, QUESTION)
    await generation.ended()
    key = stream_key(held.actor.tenant, generation.message)
    await until_kept(there, key, len(WORDS) + 4)
    assert len(await there._log.kept(key, 0)) == len(WORDS) + 4


async def until_kept(process: Generations, key: str, frames: int) -> None:
    """Wait until Redis has that many frames of a message: they reach it some moments after the reader."""
    async with asyncio.timeout(10):
        while len(await process._log.kept(key, 0)) < frames:  # noqa: ASYNC110 - Redis has no event for it
            await asyncio.sleep(0.02)


async def test_stop_needs_no_database_where_the_answer_is_written(
    here: Generations, held: Pass, author: ScriptedAuthor, monkeypatch: pytest.MonkeyPatch
) -> None:
    author.words, author.pause_seconds = ("word ",) * 500, 0.2
    generation = await here.begin(held, QUESTION)

    async def never(*_: Any) -> None:
        await asyncio.sleep(60)

    monkeypatch.setattr(Generations, "_standing", never)
    async with asyncio.timeout(10):
        await here.stop(held.actor, generation.message)
    assert isinstance(await generation.ended(), Stopped)


async def test_an_append_whose_answer_was_lost_repeats_no_token(held: Pass, here: Generations) -> None:
    key = stream_key(held.actor.tenant, uuid4())
    texts = [json.dumps({"type": "token", "text": word}) for word in ("Up ", "to ", "five", "!")]
    redis_client().xadd(key, {"frames": "\n".join(texts[:2])}, id="2-0")
    redis_client().xadd(key, {"frames": "\n".join(texts), "end": "1"}, id="4-0")
    assert [frame.seq for frame in await here._log.kept(key, 0)] == [1, 2, 3, 4]
    assert [frame.seq for frame in await here._log.kept(key, 1)] == [2, 3, 4]
    assert remains_of(await here._log.partial(key)).text == "Up to five!"
    assert [frame.seq async for frame in here._log.follow(key, 0)] == [1, 2, 3, 4]
