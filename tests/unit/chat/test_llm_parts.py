"""Breaker, retry budget and turns do their arithmetic alone, without a server."""

import asyncio
from uuid import UUID

import pytest

from chat.llm.breaker import Breaker
from chat.llm.budget import RetryBudget
from chat.llm.errors import EndpointFailed, FailureKind
from chat.llm.fairness import FairShare
from chat.llm.registry import MODELS, model_entry

BROKEN, REFUSED = EndpointFailed(FailureKind.BROKEN), EndpointFailed(FailureKind.REFUSED)
ANA, BO = UUID(int=1), UUID(int=2)


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def breaker(clock: Clock) -> Breaker:
    return Breaker(failures=2, cooldown_seconds=1.0, longest_seconds=8.0, clock=clock)


def test_a_breaker_opens_after_failures_in_a_row_and_at_once_when_nothing_listens() -> None:
    patient, strict = breaker(Clock()), breaker(Clock())
    patient.fail(BROKEN)
    admitted = [patient.admits]
    patient.fail(BROKEN)
    strict.fail(REFUSED)
    assert [*admitted, patient.admits, strict.admits] == [True, False, False]


def test_after_its_time_one_trial_passes_and_success_closes() -> None:
    clock = Clock()
    tried = breaker(clock)
    tried.fail(REFUSED)
    clock.now += 1.0
    admitted = [tried.admits]
    tried.begin()
    admitted.append(tried.admits)
    tried.succeed()
    assert [*admitted, tried.admits] == [True, False, True]


def test_an_old_request_that_is_given_up_leaves_the_trial_alone() -> None:
    clock = Clock()
    tried = breaker(clock)
    old = tried.begin()
    tried.fail(REFUSED)
    clock.now += 1.0
    trial = tried.begin()
    tried.abandon(is_trial=old)
    admitted = [old, trial, tried.admits]
    tried.abandon(is_trial=trial)
    assert [*admitted, tried.admits] == [False, True, False, True]


def test_the_time_doubles_up_to_its_bound() -> None:
    clock = Clock()
    tried = breaker(clock)
    waits = []
    for _ in range(6):
        tried.fail(REFUSED)
        opened_at = clock.now
        while not tried.admits:
            clock.now += 0.5
        waits.append(clock.now - opened_at)
    assert waits == [1.0, 2.0, 4.0, 8.0, 8.0, 8.0]


def test_a_named_wait_is_kept() -> None:
    clock = Clock()
    tried = breaker(clock)
    tried.fail(EndpointFailed(FailureKind.BUSY, retry_after_seconds=5.0))
    clock.now += 4.0
    assert not tried.admits


def test_retries_are_a_share_of_requests_beyond_the_reserve() -> None:
    budget = RetryBudget(ratio=0.1, reserve=2)
    granted = 0
    for _ in range(1000):
        budget.deposit()
        granted += budget.withdraw()
    assert 100 <= granted <= 102


async def test_turns_go_round_the_tenants() -> None:
    share = FairShare(limit=1, tenant_limit=1, queue_seconds=5.0)
    order: list[UUID] = []

    async def run(tenant: UUID) -> None:
        async with share.place(tenant):
            order.append(tenant)
            await asyncio.sleep(0)

    await asyncio.gather(*(run(tenant) for tenant in (ANA, ANA, ANA, BO, BO)))
    assert order == [ANA, ANA, BO, ANA, BO]


async def running_of(share: FairShare, *tenants: UUID) -> list[UUID]:
    """Return who runs when these ask one after another."""
    running: list[UUID] = []

    async def run(tenant: UUID) -> None:
        async with share.place(tenant):
            running.append(tenant)
            await asyncio.sleep(60)

    tasks = [asyncio.create_task(run(tenant)) for tenant in tenants]
    # However busy the machine is: a turn of the loop runs all that can go on, and each lets in one at most.
    for _ in range(4 * len(tasks)):
        await asyncio.sleep(0)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    return running


async def test_a_tenant_alone_takes_all_places_but_one_that_is_kept_for_a_newcomer() -> None:
    share = FairShare(limit=8, tenant_limit=4, queue_seconds=5.0)
    assert (await running_of(share, *[ANA] * 10, BO)).count(ANA) == 7
    assert (await running_of(share, *[ANA] * 10, BO)).count(BO) == 1
    assert (await running_of(share, BO, *[ANA] * 10)).count(ANA) == 4


async def test_servers_that_come_back_let_in_who_waits() -> None:
    share = FairShare(limit=1, tenant_limit=1, queue_seconds=5.0)
    asking = asyncio.create_task(running_of(share, ANA, BO))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    share.resize(limit=2, tenant_limit=1)
    assert await asking == [ANA, BO]


async def test_who_leaves_the_queue_keeps_no_place() -> None:
    share = FairShare(limit=1, tenant_limit=1, queue_seconds=5.0)

    async def run(tenant: UUID) -> None:
        async with share.place(tenant):
            await asyncio.sleep(0.01)

    first, leaving, last = (asyncio.create_task(run(tenant)) for tenant in (ANA, BO, ANA))
    await asyncio.sleep(0)
    leaving.cancel()
    async with asyncio.timeout(1):
        await asyncio.gather(first, last)
    assert leaving.cancelled()


def test_a_name_that_is_not_registered_is_a_capable_model_served_under_it() -> None:
    entry = model_entry("meta-llama/Llama-3.3-70B-Instruct")
    assert (entry.mode, entry.served_as) == ("generate", "meta-llama/Llama-3.3-70B-Instruct")


@pytest.mark.parametrize("entry", MODELS, ids=lambda entry: entry.id)
def test_every_model_leaves_room_for_its_answer(entry: object) -> None:
    known = model_entry(entry.id)  # type: ignore[attr-defined]
    assert known.answer_tokens < known.context_tokens / 2
