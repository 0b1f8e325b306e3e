"""Loading many documents goes on where it was broken, keeps to what its sender may see, and loses nothing silently."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.core.files.storage import default_storage
from rest_framework.test import APIClient

from documents.indexing import bulk, chunking, drafts
from documents.jobs import LoadDocuments
from project.kernel.db import TenantRef, shared_scope, tenant_scope
from project.kernel.jobs import Job, Lease, ledger
from tenants.models import Membership
from tenants.types import Actor, Role
from tests.factories.bulk import LINE, send_lines
from tests.integration.documents.conftest import Upload
from workers import runner

Run = Callable[[], int]
Jobs = Callable[[], list[Job]]
Sign = Callable[[Actor], APIClient]
DOCUMENTS = "/api/v1/documents"


def break_at(monkeypatch: pytest.MonkeyPatch, word: str) -> None:
    """Let the cutting of texts with a word fail, as a full disk or a missing model would."""
    cut = chunking.cut

    def broken(extracted: Any, *rest: Any) -> Any:
        if word in extracted.text:
            raise OSError(word)
        return cut(extracted, *rest)

    monkeypatch.setattr(drafts, "cut", broken)


def names(client: APIClient) -> dict[str, int]:
    """Return the version of each document by its name outside."""
    return {row["external_id"]: row["version"] for row in client.get(DOCUMENTS).json()["results"]}


def test_a_second_attempt_leaves_alone_what_the_first_has_loaded(
    client: APIClient, upload: Upload, run_jobs: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A document that was erased stays so, and one that got a newer version keeps it."""
    monkeypatch.setattr(bulk, "BATCH_LINES", 2)
    with monkeypatch.context() as attempt:
        break_at(attempt, "broken")
        send_lines(client, LINE, {**LINE, "external_id": "b"}, {**LINE, "external_id": "c", "text": "broken"})
        runner.run_next("parse")
    ids = {row["external_id"]: row["id"] for row in client.get(DOCUMENTS).json()["results"]}
    client.delete(f"{DOCUMENTS}/{ids['a']}")
    upload("Leave is ten weeks.", external_id="b")
    run_jobs()
    assert names(client) == {"b": 2, "c": 1}


def test_a_document_that_the_sender_may_not_see_is_left_alone(
    client: APIClient, upload: Upload, dora: Actor, ben: Actor, api: Sign, run_jobs: Run
) -> None:
    """Its line counts as failed; the others are loaded."""
    upload("The secret leave.", external_id="a", readers="engineering")
    run_jobs()
    curator = api(dora)
    job = send_lines(curator, LINE, {**LINE, "external_id": "b"}).json()["job"]
    run_jobs()
    progress = curator.get(f"/api/v1/jobs/{job}").json()["progress"]
    assert (progress["done"], progress["failed"], names(client)) == (1, 1, {"a": 1, "b": 1})


def test_what_no_attempt_can_load_is_counted_and_its_file_removed(
    client: APIClient, run_jobs: Run, recorded_jobs: Jobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The job says how many lines were lost."""
    monkeypatch.setattr(bulk, "BATCH_LINES", 1)
    break_at(monkeypatch, "broken")
    job = send_lines(client, LINE, {**LINE, "external_id": "b", "text": "broken"}).json()["job"]
    kept = recorded_jobs()[0]
    assert isinstance(kept, LoadDocuments)
    run_jobs()
    shown = client.get(f"/api/v1/jobs/{job}").json()
    assert (shown["state"], shown["progress"]["done"], shown["progress"]["failed"]) == ("failed", 1, 1)
    assert not default_storage.exists(kept.storage_key)


def test_documents_that_never_stand_still_fail_the_job(
    client: APIClient, run_jobs: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It says so, in place of leaving lines out."""
    monkeypatch.setattr(bulk, "_is_fresh", lambda draft, document: False)
    job = send_lines(client, LINE).json()["job"]
    run_jobs()
    shown = client.get(f"/api/v1/jobs/{job}").json()
    assert (shown["state"], shown["error"]["code"], names(client)) == ("failed", "conflict", {})


def test_who_writes_no_more_loads_nothing(client: APIClient, dora: Actor, api: Sign, run_jobs: Run) -> None:
    """The role counts when the lines are loaded, not when they were sent."""
    job = send_lines(api(dora), LINE).json()["job"]
    with shared_scope():
        Membership.objects.filter(person_id=dora.user_id).update(role=Role.MEMBER.value)
    run_jobs()
    assert (client.get(f"/api/v1/jobs/{job}").json()["state"], names(client)) == ("failed", {})


def test_another_tenants_upload_goes_before_the_rest_of_a_long_load(
    client: APIClient, max_: Actor, api: Sign, run_jobs: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The load steps aside after its turn, and goes on as the job that its sender looks at."""
    monkeypatch.setattr(bulk, "BATCH_LINES", 1)
    monkeypatch.setattr("project.kernel.jobs.lease.TURN_SECONDS", 0)
    job = send_lines(client, *[{**LINE, "external_id": name} for name in "abc"]).json()["job"]
    runner.run_next("parse")
    shown = client.get(f"/api/v1/jobs/{job}").json()
    assert (shown["state"], shown["progress"]["done"], shown["progress"]["total"]) == ("queued", 1, 3)
    other = api(max_)
    other.post("/api/v1/collections", {"slug": "hr", "name": "People"}, format="json")
    send_lines(other, LINE)
    runner.run_next("parse")
    assert (names(other), len(names(client))) == ({"a": 1}, 1)
    run_jobs()
    assert client.get(f"/api/v1/jobs/{job}").json()["state"] == "done"
    assert len(names(client)) == 3


class Counted(BytesIO):
    """Be a file that knows how many lines were read from it, in all the times that it was open."""

    lines = 0

    def readline(self, size: int | None = -1, /) -> bytes:
        """Read a line."""
        line = super().readline(size)
        Counted.lines += bool(line)
        return line

    def __next__(self) -> bytes:
        if line := self.readline():
            return line
        raise StopIteration


def test_a_turn_reads_no_line_of_those_before_it(
    client: APIClient, run_jobs: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A long file is gone through once, whatever the number of turns and characters."""
    monkeypatch.setattr(bulk, "BATCH_LINES", 1)
    monkeypatch.setattr("project.kernel.jobs.lease.TURN_SECONDS", 0)
    monkeypatch.setattr(Counted, "lines", 0)
    opened = default_storage.open
    job = send_lines(client, *[{**LINE, "external_id": name, "text": "Grüße"} for name in "äbcd"]).json()[
        "job"
    ]

    def open_counted(*asked: Any) -> Counted:
        with opened(*asked) as file:
            return Counted(file.read())

    with monkeypatch.context() as load:
        load.setattr(default_storage, "open", open_counted)
        while runner.run_next("parse"):
            pass
    shown = client.get(f"/api/v1/jobs/{job}").json()
    assert (shown["state"], shown["progress"]["done"]) == ("done", 4)
    assert (Counted.lines, sorted(names(client))) == (4, ["b", "c", "d", "ä"])


def test_a_file_that_is_long_in_coming_takes_nothing_of_the_turn(
    client: APIClient, tenant: TenantRef, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Otherwise each turn would fetch it for one batch."""
    monkeypatch.setattr(bulk, "BATCH_LINES", 1)
    send_lines(client, LINE, {**LINE, "external_id": "b"})
    with shared_scope():
        claim = ledger.claim_next("parse", "here")
    assert claim is not None
    lease, opened = Lease(claim), default_storage.open

    def open_late(*asked: Any) -> Any:
        monkeypatch.setattr(lease, "_turn_began", 0.0)
        return opened(*asked)

    monkeypatch.setattr(default_storage, "open", open_late)
    with tenant_scope(tenant):
        bulk.load_documents(LoadDocuments.from_payload(claim.payload), lease=lease)
    assert (len(names(client)), lease.wait_seconds) == (2, None)
