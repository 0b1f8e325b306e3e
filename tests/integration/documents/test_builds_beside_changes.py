"""What changes beside a build, or breaks it off, costs neither the live index version nor the candidate anything."""

from collections.abc import Callable
from threading import Thread
from typing import Any

import pytest
from django.db import connection, transaction
from rest_framework.test import APIClient

from documents.indexing import build as building
from documents.indexing import cutting, encoding, parse
from documents.indexing.engines import LocalEngine
from documents.indexing.windows import Batch
from documents.models import Chunk, IndexVersion
from documents.search import pending
from project.kernel.db import TenantRef, shared_scope, tenant_scope
from project.kernel.models import JobRecord, JobState
from tests.integration.documents.conftest import Upload
from tests.integration.documents.test_index_scopes import build, found, shown
from tests.integration.documents.test_indexes_api import INDEXES, SMALLER, TEXT, Run
from tests.integration.documents.test_reading_again import PAGE, WHOLE_PAGES
from workers import runner


@pytest.fixture
def indexed(client: APIClient, upload: Upload, run_jobs: Run) -> APIClient:
    """Return Ada's client with one long document that is found."""
    upload(TEXT, name="rules.txt", external_id="rules")
    run_jobs()
    return client


def beside(work: Callable[[], Any]) -> None:
    """Do what another process would, to its end."""
    other = Thread(target=work)
    other.start()
    other.join()


def before_first(monkeypatch: pytest.MonkeyPatch, target: Any, name: str, work: Callable[[], Any]) -> None:
    """Let work be done beside the first call of a function."""
    usual = getattr(target, name)

    def call(*args: Any, **named: Any) -> Any:
        monkeypatch.setattr(target, name, usual)
        beside(work)
        return usual(*args, **named)

    monkeypatch.setattr(target, name, call)


def waiting_rows(tenant: TenantRef, index_id: int) -> tuple[int, int]:
    """Count the chunks of an index version that answer to nobody, and the vectors of such chunks that do."""
    with tenant_scope(tenant), transaction.atomic(), connection.cursor() as cursor:
        splitting = IndexVersion.objects.get(pk=index_id).splitting
        cursor.execute(
            f"SELECT count(*) FROM embedding_{index_id} e JOIN chunk c ON c.id = e.chunk_id"
            " WHERE e.audience_id <> 0 AND c.audience_id = 0"
        )
        return Chunk.objects.filter(splitting=splitting, audience_id=0).count(), cursor.fetchone()[0]


def test_a_build_whose_worker_was_killed_goes_on_where_it_was(
    indexed: APIClient, run_jobs: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing that was embedded is embedded again, nor is a chunk missing."""
    monkeypatch.setattr(LocalEngine, "chunks", 3)
    candidate = indexed.post(INDEXES, SMALLER, format="json").json()
    usual, batches = encoding.embed, []

    def die_at_the_second(*args: Any) -> Any:
        batches.append([waiting.chunk_id for waiting in args[1]])
        if len(batches) == 2:
            raise KeyboardInterrupt
        return usual(*args)

    monkeypatch.setattr(building, "embed", die_at_the_second)
    with pytest.raises(KeyboardInterrupt):
        runner.run_next("reindex")
    with shared_scope():
        JobRecord.objects.filter(pk=candidate["job"]).update(state=JobState.QUEUED)
    run_jobs()
    lost = batches.pop(1)
    embedded = [chunk_id for batch in batches for chunk_id in batch]
    assert batches[1] == lost
    assert len(set(embedded)) == len(embedded) == shown(indexed, candidate["id"])["progress"]["total"]
    assert indexed.post(f"{INDEXES}/{candidate['id']}/promote").status_code == 200


def test_going_back_moves_the_pointer_and_builds_nothing(
    indexed: APIClient, run_jobs: Run, recorded_jobs: Callable[[], list[Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """No text is read, cut or embedded, and no job has to be done before the searches are as before."""
    before = found(indexed)
    candidate = build(indexed, run_jobs, **SMALLER)
    indexed.post(f"{INDEXES}/{candidate}/promote")
    waited = [type(job).__name__ for job in recorded_jobs()]
    for name in ("cut", "embed"):
        monkeypatch.delattr(LocalEngine, name)
    assert indexed.post(f"{INDEXES}/{candidate}/rollback").status_code == 200
    assert found(indexed) == before
    assert {type(job).__name__ for job in recorded_jobs()} == {*waited} == {"ReclaimIndexes"}


def test_what_is_replaced_while_it_is_cut_leaves_no_chunks(
    indexed: APIClient, upload: Upload, run_jobs: Run, tenant: TenantRef, monkeypatch: pytest.MonkeyPatch
) -> None:
    def replace_it() -> None:
        upload("Leave is as long as it needs to be.", name="rules.txt", external_id="rules")
        runner.run_next("parse")
        runner.run_next("embed")

    before_first(monkeypatch, LocalEngine, "cut", replace_it)
    candidate = build(indexed, run_jobs, **SMALLER)
    assert waiting_rows(tenant, candidate) == (0, 0)
    indexed.post(f"{INDEXES}/{candidate}/promote")
    assert found(indexed) == [("hr", "Leave is as long as it needs to be.")]


def test_what_is_erased_when_it_is_about_to_be_cut_costs_no_attempt(
    indexed: APIClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    (document,) = indexed.get("/api/v1/documents").json()["results"]
    usual = pending.unsplit_versions

    def find_and_erase(*args: Any) -> list[int]:
        ids = usual(*args)
        monkeypatch.setattr(pending, "unsplit_versions", usual)
        beside(lambda: indexed.delete(f"/api/v1/documents/{document['id']}"))
        return ids

    candidate = indexed.post(INDEXES, SMALLER, format="json").json()
    monkeypatch.setattr(pending, "unsplit_versions", find_and_erase)
    assert runner.run_next("reindex")
    assert shown(indexed, candidate["id"])["state"] == "ready"


def test_a_document_that_waits_for_a_candidate_is_counted_by_no_search(
    indexed: APIClient, upload: Upload, run_jobs: Run, tenant: TenantRef, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The candidate began while the document's vectors for the live index version were computed."""
    upload("Leave of another kind.", name="more.txt")
    runner.run_next("parse")

    def begin_to_cut() -> None:
        assert indexed.post(INDEXES, SMALLER, format="json").status_code == 202
        with monkeypatch.context() as patch:
            patch.setattr(building, "_fill_some", lambda *args: False)
            patch.setattr(building, "_complete", lambda *args: None)
            runner.run_next("reindex")

    before_first(monkeypatch, Batch, "write", begin_to_cut)
    monkeypatch.setattr("project.kernel.jobs.lease.TURN_SECONDS", 0)
    runner.run_next("embed")
    assert waiting_rows(tenant, 1) == (1, 0)
    run_jobs()
    assert ("hr", "Leave of another kind.") in found(indexed)
    assert waiting_rows(tenant, 1) == (0, 0)


def test_an_upload_is_ready_at_once_although_a_candidate_is_given_up_meanwhile(
    indexed: APIClient, upload: Upload, tenant: TenantRef, run_jobs: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its job does not fail at a table that is gone."""
    candidate = build(indexed, run_jobs, **SMALLER)
    document = upload("Leave of another kind.", name="more.txt")
    runner.run_next("parse")

    def give_up() -> None:
        assert indexed.post(f"{INDEXES}/{candidate}/cancel").status_code == 200
        runner.run_next("reindex")

    before_first(monkeypatch, Batch, "write", give_up)
    runner.run_next("embed")
    assert indexed.get(f"/api/v1/documents/{document['id']}").json()["status"] == "ready"


def test_a_file_at_which_its_reader_dies_does_not_fail_the_candidate(
    client: APIClient, upload: Upload, run_jobs: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It answers with what was read before, and is counted as failed."""
    upload(PAGE, name="leave.html")
    run_jobs()

    def die(*args: Any) -> Any:
        raise parse.Unreadable("The process that reads files died.")

    monkeypatch.setattr(cutting, "converted", die)
    candidate = build(client, run_jobs, **WHOLE_PAGES)
    assert (shown(client, candidate)["state"], shown(client, candidate)["progress"]["failed"]) == ("ready", 1)


def test_an_upload_is_ready_although_its_reader_dies_by_the_settings_of_a_candidate(
    client: APIClient, upload: Upload, run_jobs: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload(PAGE, name="leave.html")
    run_jobs()
    build(client, run_jobs, **WHOLE_PAGES)
    usual = parse.converted

    def die_by_other_settings(*args: Any) -> Any:
        if not args[2].main_content_only:
            raise parse.Unreadable("The process that reads files died.")
        return usual(*args)

    monkeypatch.setattr(parse, "converted", die_by_other_settings)
    document = upload(PAGE.replace("twelve", "ten"), name="more.html")
    run_jobs()
    assert client.get(f"/api/v1/documents/{document['id']}").json()["status"] == "ready"


def test_a_document_that_comes_to_a_collection_late_in_a_build_is_not_lacking(
    indexed: APIClient, upload: Upload, run_jobs: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It moves when all that was there is cut and embedded, before the candidate is complete."""
    assert indexed.post("/api/v1/collections", {"slug": "law"}, format="json").status_code == 201
    upload(TEXT, name="law.txt", collection="law")
    document = upload("Leave that moves.", name="moves.txt")
    run_jobs()

    def move() -> None:
        path = f"/api/v1/documents/{document['id']}"
        assert indexed.patch(path, {"collection": "law"}, format="json").status_code == 200
        # What fills complete index versions leaves this one to its build.
        assert runner.run_next("reindex")

    before_first(monkeypatch, building, "_complete", move)
    candidate = build(indexed, run_jobs, collections=["law"], **SMALLER)
    assert indexed.post(f"{INDEXES}/{candidate}/promote").status_code == 200
    assert ("law", "Leave that moves.") in found(indexed)
