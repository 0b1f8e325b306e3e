"""Ask, follow, stop and resume over the chat socket."""

import asyncio
import time
from collections.abc import Callable
from uuid import uuid4

import pytest
from redis.exceptions import ConnectionError as NoRedis

from chat.consumers import MESSAGES_PER_SOCKET, ChatConsumer
from chat.wiring import generations
from project.kernel.db import in_thread
from project.kernel.db.threads import THREADS
from tenants.types import Actor
from tests.factories.sockets import Json, Socket, signed_in_socket
from tests.fakes.author import WORDS, ScriptedAuthor
from tests.integration.chat.conftest import Opens, until
from tests.integration.chat.rows import stored, suspend

WHOLE = "".join(WORDS)


def text_of(events: list[Json]) -> str:
    """Join the tokens."""
    return "".join(event["text"] for event in events if event["type"] == "token")


async def test_a_question_is_answered_by_events_that_count_from_one(
    ada: Actor, author: ScriptedAuthor, opens: Opens
) -> None:
    socket = await opens(ada)
    events = [await socket.ask(), *await socket.rest()]
    assert [event["seq"] for event in events] == list(range(1, len(events) + 1))
    assert events[0]["type"] == "started"
    assert events[0]["id"] == "c1"
    assert text_of(events) == events[-1]["answer"] == WHOLE
    await socket.leave()


async def test_an_answer_is_stored_before_its_end_is_told(
    ada: Actor, author: ScriptedAuthor, opens: Opens
) -> None:
    socket = await opens(ada)
    started = await socket.ask()
    last = (await socket.rest())[-1]
    message = await in_thread(stored, ada.tenant, started["message"])
    assert (message.state, message.answer, message.last_seq) == ("done", WHOLE, last["seq"])
    assert (message.index_version, message.settings) == (3, {"model": "scripted"})
    await socket.leave()


async def test_an_answer_is_finished_and_stored_after_its_reader_left(
    ada: Actor, author: ScriptedAuthor, opens: Opens
) -> None:
    socket = await opens(ada)
    started = await socket.ask()
    await socket.leave()
    later = await opens(ada)
    await later.send(type="resume", message=started["message"], after=started["seq"])
    assert (await later.rest())[-1]["answer"] == WHOLE
    assert (await in_thread(stored, ada.tenant, started["message"])).state == "done"
    await later.leave()


async def test_stop_ends_the_generation_and_keeps_what_was_written(
    ada: Actor, author: ScriptedAuthor, opens: Opens
) -> None:
    author.pause_seconds = 0.05
    socket = await opens(ada)
    started = await socket.ask()
    while (await socket.event())["type"] != "token":
        pass
    await socket.send(type="stop", message=started["message"])
    last = (await socket.rest())[-1]
    assert last["type"] == "stopped"
    assert last["answer"].startswith(WORDS[0])
    assert author.cancelled == ["How many days?"]
    assert (await in_thread(stored, ada.tenant, started["message"])).state == "stopped"
    await socket.leave()


@pytest.mark.parametrize("cut_after", range(1, len(WORDS) + 4))
async def test_a_socket_cut_at_any_frame_is_resumed_without_a_gap(
    ada: Actor, author: ScriptedAuthor, opens: Opens, cut_after: int
) -> None:
    socket = await opens(ada)
    events = [await socket.ask()]
    while len(events) < cut_after:
        events.append(await socket.event())
    await socket.leave()
    later = await opens(ada)
    await later.send(type="resume", message=events[0]["message"], after=cut_after)
    events += await later.rest()
    assert [event["seq"] for event in events] == list(range(1, len(WORDS) + 5))
    assert text_of(events) == WHOLE
    await later.leave()


async def test_an_answer_that_has_ended_is_replayed_from_redis(
    ada: Actor, author: ScriptedAuthor, opens: Opens, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chat.wiring.running.LINGER_SECONDS", 0)
    socket = await opens(ada)
    started = await socket.ask()
    rest = await socket.rest()
    await until(lambda: not author_is_running() and not generations()._running)
    await socket.send(type="resume", message=started["message"], after=1)
    assert await socket.rest() == rest
    await socket.leave()


async def test_without_redis_the_answer_streams_and_says_what_is_missing(
    ada: Actor, author: ScriptedAuthor, opens: Opens, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refuse(*_: object, **__: object) -> None:
        raise NoRedis

    monkeypatch.setattr("redis.asyncio.client.Pipeline.execute", refuse)
    monkeypatch.setattr("redis.asyncio.client.Redis.execute_command", refuse)
    author.pause_seconds = 0.05
    socket = await opens(ada)
    events = [await socket.ask(), *await socket.rest()]
    assert text_of(events) == WHOLE
    assert events[-1]["degraded"] == ["resume"]
    await socket.leave()


async def test_a_later_question_is_read_with_what_was_said_before(
    ada: Actor, author: ScriptedAuthor, opens: Opens
) -> None:
    socket = await opens(ada)
    first = await socket.ask()
    await socket.rest()
    await socket.ask("And in May?", conversation=first["conversation"])
    await socket.rest()
    _, begun = author.asked[-1]
    assert [(turn.question, turn.answer) for turn in begun.history] == [("How many days?", WHOLE)]
    await socket.leave()


async def test_a_fault_in_the_middle_ends_the_message_as_failed(
    ada: Actor, author: ScriptedAuthor, opens: Opens
) -> None:
    author.fault = ZeroDivisionError("a bug")
    socket = await opens(ada)
    started = await socket.ask()
    last = (await socket.rest())[-1]
    assert (last["type"], last["code"], last["retryable"]) == ("failed", "error", True)
    assert "bug" not in last["detail"]
    assert (await in_thread(stored, ada.tenant, started["message"])).answer == WHOLE
    await socket.leave()


async def test_the_log_of_a_fault_names_the_socket_the_tenant_and_the_message(
    ada: Actor, author: ScriptedAuthor, opens: Opens, log_line: Callable[[str], Json]
) -> None:
    author.fault = ZeroDivisionError("a bug")
    socket = await opens(ada, **{"x-request-id": "of-this-socket"})
    started = await socket.ask()
    await socket.rest()
    line = log_line("answer failed")
    assert (line["request_id"], line["tenant"]) == ("of-this-socket", str(ada.tenant.id))
    assert line["message_id"] == started["message"]
    await socket.leave()


@pytest.mark.parametrize(
    "frame",
    [
        "",
        "nonsense",
        "[]",
        "{}",
        '{"type":"ask"}',
        '{"type":"stop","message":1}',
        r'{"type":"ask","id":"\ud800","question":"?"}',
        r'{"type":"ask","id":"c1","question":"?","filter":{"a":"\u0000"}}',
        '{"type":"ask","id":"c1","question":"?","filter":{"a":NaN}}',
    ],
)
async def test_a_malformed_frame_is_refused_and_the_socket_goes_on(
    ada: Actor, author: ScriptedAuthor, opens: Opens, frame: str
) -> None:
    socket = await opens(ada)
    await socket.send_text(frame)
    assert (await socket.event())["code"] == "invalid"
    assert (await socket.ask())["type"] == "started"
    await socket.leave()


async def test_a_foreign_message_or_conversation_is_not_found(
    ada: Actor, ben: Actor, max_: Actor, author: ScriptedAuthor, opens: Opens
) -> None:
    socket = await opens(ada)
    started = await socket.ask()
    for stranger in (ben, max_):
        other = await opens(stranger)
        for message in (started["message"], str(uuid4())):
            await other.send(type="resume", message=message, after=0)
            assert (await other.event())["code"] == "not_found"
            await other.send(type="stop", message=message)
            assert (await other.event())["code"] == "not_found"
        refusal = await other.ask(conversation=started["conversation"])
        assert (refusal["type"], refusal["code"], refusal["id"]) == ("problem", "not_found", "c1")
        await other.leave()
    await socket.rest()
    await socket.leave()


@pytest.mark.parametrize("origin", ["http://globex.localhost:8000", "http://localhost:8000", "null", ""])
async def test_a_page_of_another_origin_opens_no_socket(
    ada: Actor, author: ScriptedAuthor, process: None, origin: str
) -> None:
    socket = Socket(ada.tenant, "session=any", origin=origin)
    assert not await socket.open()


async def test_a_stranger_is_closed_as_not_signed_in(ada: Actor, process: None) -> None:
    socket = Socket(ada.tenant, "")
    await socket.open()
    assert await socket.close_code() == 4401


async def test_an_unknown_tenant_is_closed_as_unknown(ada: Actor, process: None) -> None:
    host = "nobody.localhost:8000"
    socket = Socket(ada.tenant, "", host=host, origin=f"http://{host}")
    await socket.open()
    assert await socket.close_code() == 4404


async def test_max_comes_in_nowhere_but_at_home(
    ada: Actor, max_: Actor, process: None, author: ScriptedAuthor
) -> None:
    socket = await signed_in_socket(max_, ada.tenant)
    await socket.open()
    assert await socket.close_code() == 4401


async def test_a_suspended_tenant_ends_sockets_and_answers_within_two_seconds(
    ada: Actor, author: ScriptedAuthor, opens: Opens
) -> None:
    author.words, author.pause_seconds = ("word ",) * 1000, 0.02
    socket = await opens(ada)
    await socket.ask()
    await in_thread(suspend, ada.tenant)
    assert await socket.close_code(timeout_seconds=2.2) == 4401
    await until(lambda: author.cancelled == ["How many days?"], seconds=0.5)
    await socket.leave()


async def test_a_person_opens_no_more_sockets_than_their_share(
    ada: Actor, author: ScriptedAuthor, opens: Opens, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chat.consumers.SOCKETS_PER_PERSON", 1)
    first, second = await opens(ada), await opens(ada)
    assert await second.close_code() == 4429
    await first.leave()
    third = await opens(ada)
    assert (await third.ask())["type"] == "started"
    await third.leave()


async def test_one_socket_asks_no_more_than_four_questions_at_once(
    ada: Actor, author: ScriptedAuthor, opens: Opens
) -> None:
    author.pause_seconds = 1
    socket = await opens(ada)
    for number in range(5):
        await socket.send(type="ask", id=f"c{number}", question="Again?")
    events = [await socket.event() for _ in range(4 * 3 + 1)]
    assert [event["id"] for event in events if event["type"] == "problem"] == ["c4"]
    await socket.leave()


async def test_one_socket_sends_no_more_than_its_share_of_messages(
    ada: Actor, author: ScriptedAuthor, opens: Opens
) -> None:
    socket = await opens(ada)
    for _ in range(MESSAGES_PER_SOCKET + 5):
        await socket.send(type="shout")
    codes = [(await socket.event())["code"] for _ in range(MESSAGES_PER_SOCKET + 5)]
    assert codes[0] == "invalid"
    assert codes[-1] == "rate_limited"
    await socket.leave()


async def test_one_socket_follows_no_more_than_four_answers_at_once(
    ada: Actor, author: ScriptedAuthor, opens: Opens
) -> None:
    author.pause_seconds = 1
    asking, following = await opens(ada), await opens(ada)
    messages = [(await asking.ask())["message"] for _ in range(1)]
    for _ in range(3):
        await asking.send(type="ask", id="c2", question="Again?")
    while len(messages) < 4:
        event = await asking.event()
        messages += [event["message"]] if event["type"] == "started" else []
    other = await opens(ada)
    messages.append((await other.ask())["message"])
    for message in messages:
        await following.send(type="resume", message=message, after=3)
    refusal = await following.event()
    assert (refusal["type"], refusal["code"], refusal["id"]) == ("problem", "rate_limited", messages[-1])
    for socket in (asking, following, other):
        await socket.leave()


async def test_a_right_ends_in_time_while_all_database_threads_are_taken(
    ada: Actor, author: ScriptedAuthor, opens: Opens
) -> None:
    socket = await opens(ada)
    await in_thread(suspend, ada.tenant)
    busy = [asyncio.create_task(in_thread(time.sleep, 3.0)) for _ in range(THREADS)]
    assert await socket.close_code(timeout_seconds=2.5) == 4401
    await asyncio.gather(*busy)
    await socket.leave()


def author_is_running() -> bool:
    """Say whether this loop's process still writes."""
    from chat.wiring import generations

    return bool(generations()._tasks)


async def test_a_socket_that_is_gone_ends_what_it_followed_quietly(monkeypatch: pytest.MonkeyPatch) -> None:
    async def gone(*_: object, **__: object) -> None:
        raise RuntimeError("the socket is closed")

    monkeypatch.setattr(ChatConsumer, "send", gone)
    assert not await ChatConsumer()._sent("{}")


async def test_a_wrong_filter_is_refused_before_anything_begins(
    ada: Actor, author: ScriptedAuthor, opens: Opens
) -> None:
    socket = await opens(ada)
    refusal = await socket.ask(filter={"year": {"about": 2026}})
    assert (refusal["type"], refusal["code"], refusal["id"]) == ("problem", "invalid", "c1")
    assert author.asked == []
    await socket.leave()
