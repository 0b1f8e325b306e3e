"""A job's time is counted stage by stage: over its turns, its attempts and the death of its worker."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.utils import timezone

from project.kernel.db import shared_scope
from project.kernel.jobs import Lease, enqueue, ledger
from project.kernel.jobs.ledger import Claim
from project.kernel.jobs.stages import stage_times
from project.kernel.models import JobRecord, JobState
from tests.factories.jobs import Knock

Clock = Callable[[float], None]


@pytest.fixture
def sleep(monkeypatch: pytest.MonkeyPatch, database: None) -> Iterator[Clock]:
    """Return what lets seconds pass, in the scope of the ledger."""
    now = timezone.now()

    def pass_seconds(seconds: float) -> None:
        nonlocal now
        now += timedelta(seconds=seconds)

    monkeypatch.setattr("django.utils.timezone.now", lambda: now)
    with shared_scope():
        yield pass_seconds


def claim() -> Claim:
    found = ledger.claim_next("evaluate", "w")
    assert found is not None
    return found


def knock() -> JobRecord:
    """Return the test's own job: an answer of another test may ask for one while this one runs."""
    return JobRecord.objects.get(kind=Knock.kind())


def times() -> dict[str, float]:
    return {stage.name: round(stage.seconds, 1) for stage in stage_times(knock())}


def current() -> list[str]:
    return [stage.name for stage in stage_times(knock()) if stage.is_current]


def test_the_time_of_each_stage_is_added_up_over_the_turns(sleep: Clock) -> None:
    enqueue(Knock())
    sleep(3)
    lease = Lease(claim())
    for stage, seconds in (("splitting", 5), ("embedding", 7), ("splitting", 1)):
        lease.enter(stage)
        sleep(seconds)
    ledger.step_aside(lease.claim, 0)
    sleep(2)
    assert current() == ["waiting"]
    lease = Lease(claim())
    lease.enter("verifying")
    sleep(4)
    assert (times()["verifying"], current()) == (4, ["verifying"])
    ledger.finish(lease.claim, JobState.DONE)
    sleep(60)
    # In the order in which they were entered first.
    took = [("waiting", 5), ("working", 0), ("splitting", 6), ("embedding", 7), ("verifying", 4)]
    assert list(times().items()) == took
    assert current() == []


def test_what_is_put_off_does_not_wait_before_it_is_due(sleep: Clock) -> None:
    enqueue(Knock(), delay_seconds=100)
    sleep(102)
    assert times() == {"waiting": 2}


def test_a_job_that_was_cancelled_in_its_queue_waits_no_longer(sleep: Clock) -> None:
    job = enqueue(Knock())
    sleep(3)
    assert ledger.cancel(job)
    JobRecord.objects.update(finished_at=timezone.now())  # the database's clock does not stand still
    sleep(60)
    assert (times(), current()) == ({"waiting": 3}, [])


def test_what_a_dead_worker_held_waits_again(sleep: Clock) -> None:
    enqueue(Knock())
    Lease(claim()).enter("embedding")
    sleep(30)
    ledger.recover()
    assert current() == ["waiting"]
    sleep(1)
    Lease(claim())
    assert (times()["embedding"], current()) == (31, ["working"])
