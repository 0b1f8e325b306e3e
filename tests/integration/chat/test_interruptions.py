"""The sweep ends messages whose process died, and no others."""

import json
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction
from django.utils import timezone

from chat.actions import answers, interruptions
from chat.jobs import STALE_SECONDS, MarkInterrupted, look_after_answers
from chat.models import Message
from chat.protocol import Ask, encode
from chat.streams import Remains, stream_key
from chat.types import Event, Sources, Started, Token
from chat.wiring import Generations
from project.kernel.db import TenantRef, in_thread, tenant_scope
from project.kernel.jobs import Job, enqueue
from project.kernel.redis import redis_client
from tenants.types import Actor
from tests.integration.chat.rows import citation_of, document_of, stored

OLD = timedelta(seconds=STALE_SECONDS + 1)


def begin(actor: Actor, age: timedelta) -> str:
    """Return a message that was asked some time ago and is still being written."""
    with tenant_scope(actor.tenant):
        begun = answers.begin(actor=actor, ask=Ask(id="c1", question="How?"), settings={})
        with transaction.atomic():
            Message.objects.filter(pk=begun.message).update(created_at=timezone.now() - age)
    return str(begun.message)


def sweep(actor: Actor, run_jobs: Callable[[], int], times: int = 1) -> None:
    """Have the tenant looked after and run what that asks for."""
    for _ in range(times):
        with tenant_scope(actor.tenant), transaction.atomic():
            look_after_answers()
        run_jobs()


def test_what_is_stale_is_interrupted_once(
    ada: Actor, tenant: TenantRef, run_jobs: Callable[[], int]
) -> None:
    message = begin(ada, OLD)
    sweep(ada, run_jobs, times=2)
    kept = stored(tenant, message)
    assert (kept.state, kept.failure) == ("interrupted", answers.failure_of(answers.INTERRUPTED))


def test_a_sweep_that_comes_twice_ends_a_message_once(
    ada: Actor, tenant: TenantRef, run_jobs: Callable[[], int]
) -> None:
    """The end is the first one's."""
    message = begin(ada, OLD)
    ends = []
    for _ in range(2):
        with tenant_scope(tenant), transaction.atomic():
            enqueue(MarkInterrupted())
        assert run_jobs() >= 1
        kept = stored(tenant, message)
        ends.append((kept.state, kept.finished_at, kept.last_seq))
    assert ends[0] == ends[1]
    assert ends[0][0] == "interrupted"


def left_in_redis(message: str, tenant: TenantRef, *events: Event) -> None:
    """Leave the events of a process that died."""
    texts = [json.dumps(encode(event, UUID(message), seq)) for seq, event in enumerate(events, start=1)]
    key = stream_key(tenant, UUID(message))
    redis_client().xadd(key, {"frames": "\n".join(texts)}, id=f"{len(texts)}-0")


def test_the_sweep_keeps_the_words_their_number_and_their_documents(
    ada: Actor, tenant: TenantRef, run_jobs: Callable[[], int]
) -> None:
    message, document = begin(ada, OLD), document_of(ada)
    begun = (Started(id="c1", conversation=uuid4()), Sources(citations=(citation_of(document),)))
    left_in_redis(message, tenant, *begun, Token(text="Up to "), Token(text="five"))
    sweep(ada, run_jobs)
    kept = stored(tenant, message)
    assert (kept.answer, kept.last_seq, kept.source_documents) == ("Up to five", 5, [document])


def test_the_sweep_keeps_no_words_whose_sources_redis_forgot(
    ada: Actor, tenant: TenantRef, run_jobs: Callable[[], int]
) -> None:
    message = begin(ada, OLD)
    key, text = stream_key(tenant, UUID(message)), json.dumps({"type": "token", "text": "five"})
    redis_client().xadd(key, {"frames": text}, id="4-0")
    sweep(ada, run_jobs)
    assert (stored(tenant, message).answer, stored(tenant, message).last_seq) == ("", 5)


@pytest.mark.parametrize("after", [0, 1, 5, 9])
async def test_whoever_resumes_what_the_sweep_has_ended_is_told_its_end(
    ada: Actor, here: Generations, run_jobs: Callable[[], int], after: int
) -> None:
    message = await in_thread(begin, ada, OLD)
    await in_thread(sweep, ada, run_jobs)
    events = [json.loads(frame.text) async for frame in here.follow(ada, UUID(message), after)]
    assert [(e["type"], e["code"], e["seq"]) for e in events] == [("failed", "interrupted", after + 1)]


def test_the_sweep_holds_no_transaction_while_it_asks_redis(
    ada: Actor, run_jobs: Callable[[], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    held: list[bool] = []

    def ask(tenant: TenantRef, message: UUID) -> Remains:
        held.append(connection.in_atomic_block)
        return Remains()

    monkeypatch.setattr(interruptions, "remains_in_redis", ask)
    begin(ada, OLD)
    sweep(ada, run_jobs)
    assert held == [False]


def test_two_questions_in_a_minute_ask_for_one_sweep(
    ada: Actor, recorded_jobs: Callable[[], list[Job]]
) -> None:
    begin(ada, OLD)
    begin(ada, OLD)
    assert recorded_jobs() == [MarkInterrupted()]
