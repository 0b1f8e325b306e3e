"""A turn that ends, a lease that is lost, an index version that is given up: each while a batch is being embedded."""

import threading
import time
from collections.abc import Callable, Iterator

import pytest
from django.db import connection, transaction
from rest_framework.test import APIClient

from documents.embedding.types import Vectors
from documents.indexing import embed, encoding, windows
from documents.indexing.windows import Batch
from project.kernel.db import TenantRef, shared_scope, tenant_scope
from project.kernel.models import JobRecord, JobState
from tenants.types import Actor
from tests.factories.bulk import LINE, send_lines
from tests.integration.documents.conftest import Upload
from tests.integration.documents.test_builds_beside_changes import before_first, beside
from tests.integration.documents.test_embedding_beside import embedded
from tests.integration.documents.test_index_scopes import build
from tests.integration.documents.test_indexes_api import INDEXES, SMALLER, TEXT, Run
from workers import runner

__all__ = ["embedded"]
PATIENCE_SECONDS = 20


@pytest.fixture(autouse=True)
def one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let each batch be of one chunk; all that waits is one window."""
    monkeypatch.setattr(encoding.batch_size, "chunks", 1)
    monkeypatch.setattr(encoding.batch_size, "note", lambda *_: None)


class Device:
    """Let something happen while a batch is being embedded; count what was begun and what was ended."""

    def __init__(self) -> None:
        """Begin with nothing embedded or read."""
        self.began = self.ended = 0
        # How many were being embedded whenever reading began anew.
        self.left_running: list[int] = []
        self._moved = threading.Condition()
        self._read = 0
        self._events: dict[int, Callable[[], object]] = {}

    def during(self, number: int, event: Callable[[], object]) -> None:
        """Let `event` happen while the batch of this number, from 1, is being embedded."""
        self._events[number] = event

    def until_begun(self, number: int) -> None:
        """Wait until the batch of this number is being embedded."""
        with self._moved:
            assert self._moved.wait_for(lambda: self.began >= number, PATIENCE_SECONDS)

    def until_read(self, number: int) -> None:
        """Wait until the batch of this number has been read."""
        with self._moved:
            assert self._moved.wait_for(lambda: self._read >= number, PATIENCE_SECONDS)

    def read(self, batches: Iterator[Batch | None]) -> Iterator[Batch | None]:
        """Count the batches that are read."""
        self.left_running.append(self.began - self.ended)
        for batch in batches:
            self._move(read=1)
            yield batch

    def embed(self, usual: Callable[[], Vectors]) -> Vectors:
        """Embed a batch."""
        self._move(began=1)
        if event := self._events.get(self.began):
            event()
        try:
            return usual()
        finally:
            self._move(ended=1)

    def _move(self, *, read: int = 0, began: int = 0, ended: int = 0) -> None:
        with self._moved:
            self._read, self.began, self.ended = self._read + read, self.began + began, self.ended + ended
            self._moved.notify_all()


@pytest.fixture
def device(monkeypatch: pytest.MonkeyPatch) -> Device:
    """Return what stands for the device."""
    made, batches, encode = Device(), windows.batches, encoding.embed
    monkeypatch.setattr(embed, "batches", lambda *args: made.read(batches(*args)))
    monkeypatch.setattr(encoding, "embed", lambda *args, **named: made.embed(lambda: encode(*args, **named)))
    return made


@pytest.fixture
def end_turn(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Return what ends the turn of each job that is at work."""

    def end() -> None:
        for name in ("TURN_SECONDS", "LONGEST_TURN_SECONDS"):
            monkeypatch.setattr(f"project.kernel.jobs.lease.{name}", 0)

    return end


def longer_than(event: threading.Event) -> Callable[[], None]:
    """Return what takes until an event, and a little longer."""

    def wait() -> None:
        assert event.wait(PATIENCE_SECONDS)
        time.sleep(0.3)

    return wait


def names(client: APIClient, status: str) -> set[str]:
    """Return the documents of a status."""
    listed = client.get("/api/v1/documents", {"status": status}).json()["results"]
    return {row["external_id"] for row in listed}


def found(client: APIClient) -> set[str]:
    """Return the documents that are found by their vectors."""
    asked = {"query": "rule", "mode": "dense", "k": 50}
    answer = client.post("/api/v1/search", asked, format="json").json()
    return {row["document"]["external_id"] for row in answer["results"]}


def vectors(tenant: TenantRef, index_id: int = 1) -> int:
    """Count the vectors of an index version."""
    with tenant_scope(tenant), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM embedding_{index_id}")
        return int(cursor.fetchall()[0][0])


def upload_rules(upload: Upload, **rules: str) -> None:
    """Have documents wait to be embedded: each has a chunk for each of its digits."""
    for name, digits in rules.items():
        upload("\n\n".join(f"# Rule {n}\n\nRule {n} is kept." for n in digits), external_id=name, title="R")
    while runner.run_next("parse"):
        pass


def test_a_turn_that_ends_in_the_middle_of_a_window_loses_nothing_and_repeats_nothing(
    client: APIClient,
    upload: Upload,
    tenant: TenantRef,
    run_jobs: Run,
    device: Device,
    embedded: list[str],
    end_turn: Callable[[], None],
) -> None:
    def end() -> None:
        device.until_read(3)
        end_turn()

    upload_rules(upload, a="1", b="23", c="4")
    device.during(2, end)
    assert runner.run_next("embed")
    assert (found(client), names(client, "embedding"), vectors(tenant)) == ({"a"}, {"b", "c"}, 2)
    run_jobs()
    assert (found(client), vectors(tenant)) == ({"a", "b", "c"}, 4)
    assert len(embedded) == len(set(embedded)) == 4


def test_who_waits_in_another_company_waits_for_no_batch_that_has_not_begun(
    upload: Upload,
    api: Callable[[Actor], APIClient],
    max_: Actor,
    device: Device,
    end_turn: Callable[[], None],
) -> None:
    other = api(max_)
    other.post("/api/v1/collections", {"slug": "hr", "name": "People"}, format="json")

    def wait_beside() -> None:
        device.until_read(3)
        send_lines(other, {**LINE, "external_id": "theirs"})
        assert runner.run_next("parse")
        end_turn()

    upload_rules(upload, a="1", b="2", c="3", d="4")
    device.during(2, lambda: beside(wait_beside))
    assert runner.run_next("embed")
    assert device.began == device.ended == 2
    assert runner.run_next("embed")
    assert names(other, "ready") == {"theirs"}


@pytest.fixture
def candidate(client: APIClient, upload: Upload, run_jobs: Run) -> int:
    """Return the id of a candidate with smaller chunks, which is complete beside the live index version."""
    upload_rules(upload, old="9")
    run_jobs()
    return build(client, run_jobs, **SMALLER)


def lose_lease() -> None:
    """Give what is at work to another worker, as where its own has frozen."""
    with shared_scope():
        running = JobRecord.objects.filter(kind="EmbedPending", state=JobState.RUNNING)
        assert running.update(lease_until="2000-01-01T00:00Z")
    runner.sweep()


def test_a_worker_that_lost_its_lease_writes_nothing_and_leaves_the_device_alone(
    client: APIClient,
    upload: Upload,
    tenant: TenantRef,
    run_jobs: Run,
    device: Device,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The lease is lost when the first batch is to be written, and the second is being embedded."""
    lost = threading.Event()

    def lose() -> None:
        device.until_begun(2)
        lose_lease()
        lost.set()

    upload_rules(upload, a="1", b="2", c="3")
    device.during(2, longer_than(lost))
    before_first(monkeypatch, Batch, "write", lose)
    assert runner.run_next("embed")
    assert device.began == device.ended == 2
    assert (vectors(tenant), names(client, "embedding")) == (0, {"a", "b", "c"})
    run_jobs()
    assert (found(client), vectors(tenant)) == ({"a", "b", "c"}, 3)


def test_an_index_version_that_is_given_up_leaves_nothing_being_embedded(
    client: APIClient,
    upload: Upload,
    tenant: TenantRef,
    candidate: int,
    device: Device,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It is given up when its first batch is to be written, and its second is being embedded."""
    gone = threading.Event()

    def give_up() -> None:
        device.until_begun(2)
        assert client.post(f"{INDEXES}/{candidate}/cancel").status_code == 200
        runner.run_next("reindex")
        gone.set()

    upload_rules(upload, a="1", b="2", c="3")
    device.during(2, longer_than(gone))
    before_first(monkeypatch, Batch, "write", give_up)
    assert runner.run_next("embed")
    assert set(device.left_running) == {0}
    assert (found(client), vectors(tenant)) == ({"old", "a", "b", "c"}, 4)


def test_a_document_answers_once_each_open_index_version_has_its_vectors(
    client: APIClient,
    upload: Upload,
    tenant: TenantRef,
    candidate: int,
    end_turn: Callable[[], None],
) -> None:
    """Each turn embeds one chunk here, so that all that lies between is seen."""
    upload(TEXT, name="more.txt", external_id="more")
    assert runner.run_next("parse")
    end_turn()
    seen = []
    while names(client, "embedding"):
        assert found(client) == {"old"}
        seen.append((vectors(tenant, candidate), vectors(tenant)))
        assert runner.run_next("embed")
    after = (vectors(tenant, candidate), vectors(tenant))
    assert found(client) == {"old", "more"}
    assert seen == [(n, 1) for n in range(1, after[0])] + [(after[0], n) for n in range(1, after[1])]
    client.post(f"{INDEXES}/{candidate}/promote")
    assert found(client) == {"old", "more"}
