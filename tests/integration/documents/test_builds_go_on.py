"""A build whose worker is killed goes on where it was, in the middle of a long scan too, and reads nothing twice."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.db import transaction
from rest_framework.test import APIClient

from documents.indexing.engines import LocalEngine
from documents.ingest.types import Extracted
from documents.models import DocumentVersion, IndexVersion
from documents.search import pending
from project.kernel.db import TenantRef, shared_scope, tenant_scope
from project.kernel.models import JobRecord, JobState
from tests.integration.documents.conftest import Upload
from tests.integration.documents.test_builds_beside_changes import beside
from tests.integration.documents.test_index_scopes import shown
from tests.integration.documents.test_indexes_api import INDEXES, SMALLER, Run
from tests.integration.documents.test_reading_again import PAGE, WHOLE_PAGES
from workers import runner

Between = Callable[[int, int, bytes], None]


class Scanner:
    """Read a file in two rounds, as a long scan is read; what happens between them is the test's."""

    def __init__(self) -> None:
        """Let nothing happen."""
        self.given: list[bytes] = []
        self.rounds = 0
        self.happens: Callable[[], Any] = lambda: None

    def convert(self, content: bytes, name: str, settings: Any, tell: Between, seen: bytes) -> Extracted:
        """Return a text after the second round."""
        self.given.append(seen)
        for done in (1, 2):
            self.rounds += 1
            tell(done, 2, b"page " * done)
            self.happens()
        return Extracted(text="All that was scanned.", title="", language="en")


@pytest.fixture
def scanner(
    client: APIClient, upload: Upload, run_jobs: Run, monkeypatch: pytest.MonkeyPatch
) -> tuple[Scanner, dict[str, Any]]:
    """Return what reads a document anew for a candidate, and the candidate."""
    upload(PAGE, name="leave.html")
    run_jobs()
    made = Scanner()
    monkeypatch.setattr("documents.indexing.parse.converting_sandbox", lambda: made)
    return made, client.post(INDEXES, WHOLE_PAGES, format="json").json()


def kept(tenant: TenantRef) -> bytes | None:
    with tenant_scope(tenant), transaction.atomic():
        seen = DocumentVersion.objects.values_list("seen", flat=True).get()
    return None if seen is None else bytes(seen)


def change_job(**fields: Any) -> None:
    with shared_scope():
        JobRecord.objects.filter(kind="BuildIndex").update(**fields)


def die() -> None:
    raise KeyboardInterrupt


def test_a_candidates_long_scan_goes_on_where_its_killed_worker_was(
    scanner: tuple[Scanner, dict[str, Any]], client: APIClient, run_jobs: Run, tenant: TenantRef
) -> None:
    reader, candidate = scanner
    reader.happens = die
    with pytest.raises(KeyboardInterrupt):
        runner.run_next("reindex")
    assert kept(tenant) == b"page "
    reader.happens = lambda: None
    change_job(state=JobState.QUEUED)
    run_jobs()
    assert (reader.given, kept(tenant)) == ([b"", b"page "], None)
    assert shown(client, candidate["id"])["state"] == "ready"


def test_a_late_worker_reads_no_further_for_a_candidate(scanner: tuple[Scanner, dict[str, Any]]) -> None:
    reader, _ = scanner
    reader.happens = lambda: change_job(fence=99)
    assert runner.run_next("reindex")
    assert reader.rounds == 2  # of which the second was not kept


def test_a_cancelled_candidate_is_read_no_further_and_nothing_of_its_scan_is_kept(
    scanner: tuple[Scanner, dict[str, Any]], client: APIClient, tenant: TenantRef
) -> None:
    reader, candidate = scanner
    cancel = partial(client.post, f"{INDEXES}/{candidate['id']}/cancel")
    reader.happens = partial(beside, cancel)
    assert runner.run_next("reindex")
    assert (reader.rounds, kept(tenant)) == (2, None)
    assert shown(client, candidate["id"])["state"] == "cancelled"


@pytest.fixture
def asked_after(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return the versions behind which a build has looked for more, as it looks for one at a time."""
    usual, found = pending.unsplit_versions, list[int]()

    def look(splitting: int, reading: int, scope: Any, after: int, limit: int) -> list[int]:
        found.append(after)
        return usual(splitting, reading, scope, after, limit)

    monkeypatch.setattr("documents.indexing.cutting.pending.unsplit_versions", look)
    monkeypatch.setattr(LocalEngine, "versions", 1)
    return found


def test_cutting_goes_on_behind_the_last_version_that_was_cut(
    client: APIClient,
    upload: Upload,
    run_jobs: Run,
    asked_after: list[int],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for number in range(3):
        upload(f"Leave of kind {number}.", name=f"{number}.md")
    run_jobs()
    client.post(INDEXES, SMALLER, format="json")
    usual = LocalEngine.cut
    monkeypatch.setattr(LocalEngine, "cut", lambda *args: die() if len(asked_after) == 2 else usual(*args))
    with pytest.raises(KeyboardInterrupt):
        runner.run_next("reindex")
    change_job(state=JobState.QUEUED)
    run_jobs()
    first, second, third, end = sorted({*asked_after})
    # From the first version on once to cut and once to see that none was left behind.
    assert asked_after == [first, second, second, third, end, first]


def test_what_came_behind_the_cursor_is_cut_before_a_candidate_is_complete(
    client: APIClient, upload: Upload, run_jobs: Run, tenant: TenantRef
) -> None:
    upload()
    run_jobs()
    candidate = client.post(INDEXES, SMALLER, format="json").json()["id"]
    with tenant_scope(tenant), transaction.atomic():
        IndexVersion.objects.filter(pk=candidate).update(cut_cursor=10**6)
    run_jobs()
    made = shown(client, candidate)
    assert (made["state"], made["progress"]["done"]) == ("ready", 1)
