"""An answer is given again to whoever asks the same and sees the same, for as long as what it was made of stands."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError, transaction
from django.utils import timezone
from pytest_django import Settings

from chat.actions import recalling
from chat.jobs import LookAfterKnownQuestions
from chat.models import KnownQuestion, Message
from chat.wiring.running import drain_generations
from documents.models import Document
from documents.search.tuning import write_tuning
from project.kernel.db import TenantRef, in_thread, tenant_scope
from tenants.types import Actor
from tests.factories import cast, jobs
from tests.fakes.tgi import FakeTgi
from tests.integration.chat.asking import SAME, TEXT, Asks, upload
from tests.integration.documents.test_erasure import PLANTED, tables_with


async def kept(tenant: TenantRef) -> None:
    """Wait until an answer is kept, which is after its end was told."""
    async with asyncio.timeout(30):  # the first to be kept waits for the model to be loaded
        while not await in_thread(rows, tenant):  # noqa: ASYNC110 - what is waited for has no event
            await asyncio.sleep(0.02)


def rows(tenant: TenantRef) -> int:
    with tenant_scope(tenant), transaction.atomic():
        return KnownQuestion.objects.count()


def change(tenant: TenantRef, **fields: Any) -> None:
    """Change the kept answers' rows."""
    with tenant_scope(tenant), transaction.atomic():
        KnownQuestion.objects.update(**fields)


async def test_a_question_that_was_asked_is_answered_without_the_model(
    asks: Asks, writer: FakeTgi, ada: Actor, cleo: Actor, ben: Actor
) -> None:
    first = await asks(cleo)
    await kept(ada.tenant)
    asked = len(writer.received)
    again = await asks(ben, SAME)
    assert (first["cached"], again["answer"]) == (None, first["answer"])
    assert again["cached"]["at"] < timezone.now().isoformat()
    assert (again["usage"], again["citations"]) == (
        {"prompt_tokens": 0, "completion_tokens": 0},
        first["citations"],
    )
    assert len(writer.received) == asked
    assert [event["type"] for event in again["events"]] == ["stage", "sources", "token", "done"]


async def test_to_ask_again_makes_a_new_answer_that_takes_the_place_of_the_old_one(
    asks: Asks, writer: FakeTgi, ada: Actor
) -> None:
    await asks(ada)
    await kept(ada.tenant)
    writer.text = "Twelve weeks of parental leave. [1]"
    fresh = await asks(ada, fresh=True)
    assert (fresh["cached"], fresh["answer"]) == (None, "Twelve weeks of parental leave. [1]")
    again = fresh
    for _ in range(50):
        again = await asks(ada)
        if again["answer"] == fresh["answer"]:
            break
    assert (again["answer"], again["cached"] is None) == (fresh["answer"], False)


async def test_what_only_some_may_read_is_never_given_to_others(
    asks: Asks, ada: Actor, ben: Actor, cleo: Actor, document: str
) -> None:
    await in_thread(upload, ada, TEXT, readers="engineering")
    await asks(ben)
    await kept(ada.tenant)
    told = await asks(cleo)
    assert (told["outcome"], told["cached"]) == ("no_answer", None)
    assert PLANTED not in str(told)


def retitled(document_id: str, who: Actor) -> None:
    cast.signed_in(who).patch(f"/api/v1/documents/{document_id}", {"title": "Other"}, format="json")


def described(document_id: str, who: Actor) -> None:
    cast.signed_in(who).patch(f"/api/v1/documents/{document_id}", {"metadata": {"a": "b"}}, format="json")


def narrowed(document_id: str, who: Actor) -> None:
    cast.signed_in(who).patch(
        f"/api/v1/documents/{document_id}", {"readers": ["everyone", who.email]}, format="json"
    )


def expired(document_id: str, who: Actor) -> None:
    with tenant_scope(who.tenant), transaction.atomic():
        Document.objects.filter(pk=document_id).update(expires_at=timezone.now())


def replaced(document_id: str, who: Actor) -> None:
    upload(who, TEXT + " It may be taken in two parts.")


def superseded(document_id: str, who: Actor) -> None:
    other = upload(who, TEXT, external_id="newer")
    with tenant_scope(who.tenant), transaction.atomic():
        Document.objects.filter(pk=other).update(supersedes=document_id)


@pytest.mark.parametrize("changed", [retitled, described, narrowed, expired, replaced, superseded])
async def test_a_cited_document_that_changes_ends_its_answers(
    asks: Asks, ada: Actor, document: str, changed: Callable[[str, Actor], None]
) -> None:
    await asks(ada)
    await kept(ada.tenant)
    await in_thread(changed, document, ada)
    assert (await asks(ada))["cached"] is None


async def test_an_erased_document_takes_its_kept_answers_with_it(
    asks: Asks, ada: Actor, cleo: Actor, document: str
) -> None:
    await asks(cleo)
    await kept(ada.tenant)
    await asks(ada)
    client = await in_thread(cast.signed_in, ada)
    assert (await in_thread(client.delete, f"/api/v1/documents/{document}")).status_code == 204
    assert await in_thread(rows, ada.tenant) == 0
    assert await in_thread(tables_with, ada.tenant, PLANTED) == []


async def test_a_deleted_conversation_takes_its_kept_answers_with_it(asks: Asks, ada: Actor) -> None:
    first = await asks(ada)
    await kept(ada.tenant)
    client = await in_thread(cast.signed_in, ada)
    await in_thread(client.delete, f"/api/v1/conversations/{first['conversation']}")
    assert await in_thread(rows, ada.tenant) == 0


@pytest.mark.parametrize("of", ["first", "again"])
async def test_a_thumb_down_ends_an_answer_for_everybody(
    asks: Asks, ada: Actor, cleo: Actor, of: str
) -> None:
    told = {"first": await asks(cleo)}
    await kept(ada.tenant)
    told["again"] = await asks(cleo)
    client = await in_thread(cast.signed_in, cleo)
    path = f"/api/v1/messages/{told[of]['message']}/feedback"
    assert (await in_thread(lambda: client.put(path, {"rating": "down"}, format="json"))).status_code == 200
    assert await in_thread(rows, ada.tenant) == 0


async def test_who_lets_go_of_an_answer_leaves_the_answer_that_took_its_place(
    asks: Asks, ada: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    await asks(ada)
    await kept(ada.tenant)

    def loaded() -> KnownQuestion:
        with tenant_scope(ada.tenant), transaction.atomic():
            return KnownQuestion.objects.get()

    stale = await in_thread(loaded)
    await asks(ada, fresh=True)
    await drain_generations()
    monkeypatch.setattr(recalling, "known_answer", lambda **_: None)

    def let_go() -> None:
        with tenant_scope(ada.tenant), transaction.atomic():
            assert recalling._held(ada, stale, None) is None

    await in_thread(let_go)
    assert (await in_thread(loaded)).message_id != stale.message_id


async def test_that_it_could_not_be_resumed_is_not_told_to_the_next_asker(
    asks: Asks, ada: Actor, cleo: Actor
) -> None:
    await asks(ada)
    await kept(ada.tenant)

    def mark() -> None:
        with tenant_scope(ada.tenant), transaction.atomic():
            Message.objects.update(degraded=["resume", "rerank"])

    await in_thread(mark)
    again = await asks(cleo)
    assert (bool(again["cached"]), again["degraded"]) == (True, ["rerank"])


async def test_the_same_words_within_other_bounds_are_another_question(asks: Asks, ada: Actor) -> None:
    await asks(ada)
    await kept(ada.tenant)
    assert (await asks(ada, collections=["hr"]))["cached"] is None


@pytest.mark.parametrize("version", ["PROMPT_VERSION", "GUARD_VERSION"])
async def test_another_prompt_or_guard_answers_anew(
    asks: Asks, ada: Actor, monkeypatch: pytest.MonkeyPatch, version: str
) -> None:
    await asks(ada)
    await kept(ada.tenant)
    monkeypatch.setattr(f"chat.wiring.recalling.{version}", "another")
    assert (await asks(ada))["cached"] is None


async def test_another_index_version_answers_anew(asks: Asks, ada: Actor) -> None:
    await asks(ada)
    await kept(ada.tenant)
    assert (await asks(ada))["cached"] is not None
    await in_thread(promote_another, ada)
    assert (await asks(ada))["cached"] is None


def promote_another(actor: Actor) -> None:
    """Build an index version that cuts otherwise, and let it answer."""
    client = cast.signed_in(actor)
    built = client.post("/api/v1/indexes", {"settings": {"splitter": {"max_tokens": 32}}}, format="json")
    jobs.run_all()
    assert client.post(f"/api/v1/indexes/{built.json()['id']}/promote").status_code == 200
    jobs.run_all()


async def test_another_setting_answers_anew(asks: Asks, ada: Actor) -> None:
    await asks(ada)
    await kept(ada.tenant)

    def set_search() -> None:
        with tenant_scope(ada.tenant), transaction.atomic():
            write_tuning("search", {"candidates": 60})

    await in_thread(set_search)
    assert (await asks(ada))["cached"] is None


@pytest.mark.parametrize(
    "question", ["How many weeks of parental leave do I have?", "What is my parental leave?"]
)
async def test_a_personal_question_is_kept_for_its_asker_alone(
    asks: Asks, ada: Actor, ben: Actor, cleo: Actor, question: str
) -> None:
    await asks(ben, question)
    await kept(ada.tenant)
    assert (await asks(cleo, question))["cached"] is None
    assert (await asks(ben, question))["cached"]


async def test_what_depends_on_the_hour_is_kept_for_minutes(asks: Asks, ada: Actor) -> None:
    await asks(ada, "How many weeks of parental leave do parents receive now?")
    await kept(ada.tenant)

    def lifetime() -> timedelta:
        with tenant_scope(ada.tenant), transaction.atomic():
            row = KnownQuestion.objects.get()
            assert row.expires_at is not None
            return row.expires_at - row.created_at

    assert await in_thread(lifetime) == timedelta(minutes=10)


async def test_a_follow_up_is_answered_from_what_is_kept_but_is_not_kept(asks: Asks, ada: Actor) -> None:
    first = await asks(ada)
    await kept(ada.tenant)
    await asks(ada, "And in the hall, what is there of parental leave?", conversation=first["conversation"])
    await drain_generations()
    assert await in_thread(rows, ada.tenant) == 1


async def test_what_is_too_old_answers_no_more(asks: Asks, ada: Actor) -> None:
    await asks(ada)
    await kept(ada.tenant)
    past = timezone.now() - timedelta(days=2)
    await in_thread(change, ada.tenant, created_at=past, expires_at=past + timedelta(days=1))
    assert (await asks(ada))["cached"] is None


async def test_the_least_used_answers_make_room(asks: Asks, ada: Actor, settings: Settings) -> None:
    settings.ANSWER_CACHE_ROWS = 1
    await asks(ada)
    await kept(ada.tenant)
    await asks(ada, "Where is the hall of parental leave?")
    assert await in_thread(rows, ada.tenant) == 1


@pytest.mark.parametrize("by", ["installation", "tenant"])
async def test_one_switch_turns_it_off(asks: Asks, ada: Actor, settings: Settings, by: str) -> None:
    def switch_off() -> None:
        with tenant_scope(ada.tenant), transaction.atomic():
            write_tuning("search", {"cache": False})

    if by == "tenant":
        await in_thread(switch_off)
    else:
        settings.ANSWER_CACHE = False
    await asks(ada)
    await drain_generations()
    assert (await asks(ada))["cached"] is None
    await drain_generations()
    assert await in_thread(rows, ada.tenant) == 0


async def test_while_the_cache_is_out_of_order_answers_are_made_and_say_so(
    asks: Asks, ada: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(**_: Any) -> None:
        raise OperationalError

    monkeypatch.setattr("chat.wiring.recalling.recalling.look_literally", fail)
    told = await asks(ada)
    assert told["outcome"] == "answered"
    assert "cache" in told["degraded"]


async def test_the_trace_says_that_and_how_it_was_found(asks: Asks, ada: Actor) -> None:
    await asks(ada)
    await kept(ada.tenant)
    again = await asks(ada, SAME)
    client = await in_thread(cast.signed_in, ada)
    trace = (await in_thread(client.get, f"/api/v1/messages/{again['message']}/trace")).json()
    recall = next(stage for stage in trace["stages"] if stage["name"] == "recall")
    assert (recall["found"], recall["by"], recall["differs"]) == (
        "cached",
        "meaning",
        "",
    )
    assert trace["cached"] == {"at": again["cached"]["at"]}


async def test_what_is_over_is_swept_and_a_sweep_that_comes_twice_does_no_more(
    asks: Asks, ada: Actor
) -> None:
    await asks(ada)
    await kept(ada.tenant)
    past = timezone.now() - timedelta(days=2)
    await in_thread(change, ada.tenant, created_at=past, expires_at=past + timedelta(days=1))
    for _ in range(2):
        await in_thread(sweep, ada.tenant)
        assert await in_thread(rows, ada.tenant) == 0


def sweep(tenant: TenantRef) -> None:
    """Run the job that looks after known questions, whether it has run or not."""
    jobs.deliver_again(LookAfterKnownQuestions)
    assert jobs.run_all()


async def test_two_who_ask_the_same_at_once_leave_one_kept_answer(
    asks: Asks, ada: Actor, ben: Actor, cleo: Actor
) -> None:
    told = await asyncio.gather(asks(cleo, fresh=True), asks(ben, fresh=True), asks(cleo, fresh=True))
    await kept(ada.tenant)
    assert {one["answer"] for one in told} == {told[0]["answer"]}
    await asyncio.sleep(0.2)
    assert await in_thread(rows, ada.tenant) == 1
    assert (await asks(ben))["cached"]


async def test_what_was_made_also_of_a_former_version_is_not_kept(
    asks: Asks, ada: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep = recalling.keep

    def keep_of_two(*, actor: Actor, made: recalling.Made) -> bool:
        cited = made.shown[0]
        former = replace(cited, document=replace(cited.document, version=0))
        return keep(actor=actor, made=replace(made, shown=(former, *made.shown)))

    monkeypatch.setattr(recalling, "keep", keep_of_two)
    await asks(ada)
    await drain_generations()
    assert await in_thread(rows, ada.tenant) == 0
