"""The bell is never waited for, and never rings into a full room."""

import time

import pytest
from celery import Celery
from django.conf import settings

from project.kernel.redis import redis_client
from tests import environment
from workers import bell, celery_app, dramatiq_app, runner
from workers.queues import COMPUTE, UNHEARD

LISTS = {"embed": "embed", "mail": "dramatiq:mail"}
KOMBU_SECONDS = 6.0
# Set up before any clock starts.
APPS = (celery_app.app, dramatiq_app.broker)


@pytest.fixture(autouse=True)
def _empty_broker(database: None) -> None:
    redis_client().flushall()


@pytest.mark.parametrize("queue", LISTS)
def test_what_nobody_hears_is_not_repeated_for_ever(queue: str) -> None:
    assert (queue in COMPUTE) == (queue == "embed")
    for _ in range(3 * UNHEARD):
        bell.ring(queue)
    assert redis_client().llen(LISTS[queue]) == UNHEARD


def unconnected(app: Celery) -> Celery:
    """Return an app that is set up alike and has never reached its broker."""
    fresh = Celery(broker=settings.REDIS_URL, set_as_current=False)
    fresh.conf.update(
        {name: app.conf[name] for name in ("task_queues", "task_ignore_result", "broker_transport_options")}
    )
    return fresh


@pytest.mark.parametrize("queue", LISTS)
def test_a_broker_that_is_down_is_not_waited_for(queue: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """It dies between the bell's look at its lists and its ring; kombu itself would try again for six seconds."""
    monkeypatch.setattr(bell, "_unheard", lambda queue: 0)
    monkeypatch.setattr(celery_app, "app", unconnected(celery_app.app))
    environment.services.kill_valkey()
    try:
        begun = time.monotonic()
        bell.ring(queue)
        assert time.monotonic() - begun < KOMBU_SECONDS / 2
    finally:
        environment.services.start_valkey()


def test_a_sweep_rings_as_often_as_jobs_wait_and_never_into_a_full_room(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("project.kernel.jobs.ledger.ring", bell.ring)
    monkeypatch.setattr("project.kernel.jobs.ledger.recover", lambda: {"embed": 900, "parse": 1})
    runner.sweep()
    assert (redis_client().llen("embed"), redis_client().llen("parse")) == (UNHEARD, 1)
    for _ in range(2 * UNHEARD):
        runner.sweep()
    assert (redis_client().llen("embed"), redis_client().llen("parse")) == (UNHEARD, UNHEARD)
