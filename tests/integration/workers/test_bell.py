"""The bell is never waited for, and never rings into a full room."""

import time

import pytest

from project.kernel.redis import redis_client
from tests import environment
from workers import bell, runner
from workers.queues import COMPUTE, UNHEARD

LISTS = {"embed": "embed", "mail": "dramatiq:mail"}


@pytest.fixture(autouse=True)
def _empty_broker(database: None) -> None:
    redis_client().flushall()


@pytest.mark.parametrize("queue", LISTS)
def test_what_nobody_hears_is_not_repeated_for_ever(queue: str) -> None:
    assert (queue in COMPUTE) == (queue == "embed")
    for _ in range(3 * UNHEARD):
        bell.ring(queue)
    assert redis_client().llen(LISTS[queue]) == UNHEARD


def test_a_broker_that_is_down_is_not_waited_for() -> None:
    environment.services.kill_valkey()
    try:
        begun = time.monotonic()
        for queue in LISTS:
            bell.ring(queue)
        assert time.monotonic() - begun < 1
    finally:
        environment.services.start_valkey()


def test_a_sweep_rings_for_what_waits_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("project.kernel.jobs.ledger.ring", bell.ring)
    monkeypatch.setattr("project.kernel.jobs.ledger.recover", lambda: {"embed": 900, "parse": 1})
    for _ in range(5):
        runner.sweep()
    assert (redis_client().llen("embed"), redis_client().llen("parse")) == (UNHEARD, UNHEARD)
