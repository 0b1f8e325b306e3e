"""A run goes on through turns, deaths and cancellations, and does each thing once."""

import secrets
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from rest_framework.test import APIClient

from documents.actions import library
from documents.jobs import SyncSource
from documents.models import SourceItem, SourceRun
from documents.syncing import engine
from project.kernel.db import TenantRef, shared_scope, tenant_scope
from project.kernel.jobs import Job, LeaseLost, enqueue
from project.kernel.models import JobRecord
from tests.fakes.place import Place
from tests.integration.documents.sources import Kept, Run, counts, fake_place, kept
from workers import runner

__all__ = ["fake_place", "kept"]
Listed = Callable[[], list[Job]]
Monkey = pytest.MonkeyPatch


def after_a_death(kept: Kept, monkeypatch: Monkey) -> Any:
    """Have a worker die once its first item is kept, and another go on to the end; return the run."""
    upload = library.upload

    def upload_and_die(**asked: Any) -> Any:
        upload(**asked)
        raise LeaseLost("killed")

    run = kept.start()
    with monkeypatch.context() as patched:
        patched.setattr(library, "upload", upload_and_die)
        runner.run_next("sync")
    with shared_scope():
        JobRecord.objects.update(lease_until=timezone.now() - timedelta(minutes=1))
    runner.sweep()
    return kept.ended(run["id"])


def test_a_run_goes_on_in_another_turn_and_fetches_nothing_twice(
    kept: Kept, fake_place: Place, monkeypatch: Monkey
) -> None:
    """Other tenants have theirs between."""
    monkeypatch.setattr(engine, "TURN_SECONDS", 0.0)
    run = kept.start()
    turns = 0
    while runner.run_next("sync"):
        turns += 1
    assert (turns, fake_place.fetched) == (3, ["leave", "pay"])
    assert (kept.run(run["id"])["state"], counts(kept.run(run["id"]))) == ("done", {"added": 2})


def test_a_run_whose_worker_died_goes_on(kept: Kept, fake_place: Place, monkeypatch: Monkey) -> None:
    """What was kept but not yet written down counts once."""
    ended = after_a_death(kept, monkeypatch)
    assert (ended["state"], counts(ended), kept.names()) == ("done", {"added": 2}, {"leave", "pay"})


def test_a_run_whose_job_comes_twice_is_carried_out_once(
    kept: Kept, fake_place: Place, tenant: TenantRef, recorded_jobs: Listed
) -> None:
    """Another job of the run is not its job, and one that ended does nothing."""
    run = kept.start()
    job = next(job for job in recorded_jobs() if isinstance(job, SyncSource))
    with tenant_scope(tenant), transaction.atomic():
        enqueue(job)
    assert counts(kept.ended(run["id"])) == {"added": 2}
    with tenant_scope(tenant), transaction.atomic():
        enqueue(job)
    assert (counts(kept.ended(run["id"])), len(fake_place.fetched)) == ({"added": 2}, 2)


def test_one_run_of_a_source_goes_on_at_a_time(kept: Kept) -> None:
    kept.start()
    again = kept.client.post(f"{kept.path}/sync", {}, format="json")
    assert (again.status_code, again.json()["code"]) == (409, "conflict")


def test_a_run_can_be_cancelled_before_and_while_it_runs(
    kept: Kept, fake_place: Place, monkeypatch: Monkey
) -> None:
    """What was brought over until then stays."""
    waiting = kept.start()
    kept.client.post(f"/api/v1/jobs/{waiting['job']}/cancel")
    assert kept.ended(waiting["id"])["state"] == "cancelled"
    monkeypatch.setattr(
        "project.kernel.jobs.lease.Lease.cancelled", property(lambda _: bool(fake_place.fetched))
    )
    run = kept.sync()
    assert (run["state"], counts(run), kept.names()) == ("cancelled", {"added": 1}, {"leave"})


def test_a_worker_that_lost_its_lease_writes_nothing(
    kept: Kept, fake_place: Place, tenant: TenantRef, monkeypatch: Monkey
) -> None:
    """Its item rows and counts are fenced."""
    run = kept.start()

    def lose(name: str) -> None:
        with shared_scope():
            JobRecord.objects.filter(pk=run["job"]).update(fence=99)

    fake_place.meanwhile = lose
    runner.run_next("sync")
    with tenant_scope(tenant), transaction.atomic():
        assert (SourceItem.objects.count(), SourceRun.objects.get().counts) == (0, {})


def test_a_new_version_that_a_dead_worker_brought_counts_as_updated(
    kept: Kept, fake_place: Place, monkeypatch: Monkey
) -> None:
    """The worker after it finds the same bytes here."""
    kept.sync()
    fake_place.texts["pay"] = "Pay comes on the second."
    ended = after_a_death(kept, monkeypatch)
    assert counts(ended) == {"unchanged": 1, "updated": 1}
    assert [entry["happened"] for entry in ended["log"]] == ["updated"]


def test_a_source_removed_while_it_is_read_takes_what_it_brought_and_nothing_else(
    client: APIClient, run_jobs: Run, fake_place: Place
) -> None:
    """A document that stood here before stays, although the run had just taken it over."""
    fake_place.texts = {"https://example.org/a": "A."}
    first = Kept(client, run_jobs)
    first.sync()
    client.delete(f"{first.path}?documents=keep")
    fake_place.texts["https://example.org/b"] = "B."
    second = Kept(client, run_jobs)
    fake_place.meanwhile = lambda name: name.endswith("b") and client.delete(f"{second.path}?documents=keep")
    second.start()
    run_jobs()
    assert first.names() == {"a"}


def test_a_source_stands_as_its_last_run_left_it_and_not_as_one_that_only_looked(
    kept: Kept, fake_place: Place
) -> None:
    """While a dry run goes on it is shown, so that it can be stopped."""
    real = kept.sync()["id"]
    fake_place.texts = {"leave": "Leave."}
    dry = kept.start(dry_run=True)["id"]
    assert kept.shown()["last_run"]["id"] == dry
    assert kept.ended(dry)["counts"]["removed"] == 1
    assert kept.shown()["last_run"]["id"] == real


def test_a_name_that_no_index_takes_is_told_and_the_others_are_kept(kept: Kept, fake_place: Place) -> None:
    """Its letters are drawn by chance, since an index compresses what repeats."""
    fake_place.texts[secrets.token_hex(3_000)] = "The pump of the far line."
    for _ in range(2):
        run = kept.sync()
        codes = [entry["code"] for entry in run["log"] if entry["happened"] == "failed"]
        assert (run["state"], codes) == ("done", ["too_long"])
    assert kept.names() == {"leave", "pay"}
