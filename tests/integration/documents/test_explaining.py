"""Each document and job says where it is, why it waits, what it took and what it will take."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from django.utils import timezone
from rest_framework.test import APIClient

from documents.models import Document
from project.kernel.db import shared_scope, tenant_scope
from project.kernel.jobs import enqueue, ledger, pulse, standing
from project.kernel.models import JobRecord, Pulse
from tenants.types import Actor
from tests.factories import jobs
from tests.integration.documents.conftest import Upload
from workers import runner

Run = Callable[[], int]
Sign = Callable[[Actor], APIClient]


def progress(client: APIClient, document: dict[str, Any]) -> dict[str, Any]:
    answer: dict[str, Any] = client.get(f"/api/v1/documents/{document['id']}/progress").json()
    return answer


def shift_jobs(minutes: int) -> None:
    with shared_scope():
        JobRecord.objects.all().update(run_after=timezone.now() - timedelta(minutes=minutes))


@pytest.fixture(autouse=True)
def fresh_pulse(database: None) -> None:
    pulse._beaten.clear()
    with shared_scope():
        Pulse.objects.all().delete()


def test_a_document_that_waits_says_in_which_queue_and_behind_how_many(
    client: APIClient, upload: Upload
) -> None:
    upload(name="first.md")
    second = upload("Sick leave is paid.", name="second.md")
    found = progress(client, second)
    assert (found["queue"], found["waiting"]["reason"], found["waiting"]["ahead"]) == ("parse", "turn", 1)
    assert [stage["state"] for stage in found["stages"]] == ["current", *["to_come"] * 4]


def test_a_ready_document_says_how_long_each_stage_took(
    client: APIClient, upload: Upload, run_jobs: Run
) -> None:
    document = upload()
    run_jobs()
    found = progress(client, document)
    assert (found["status"], found["waiting"], found["eta_seconds"]) == ("ready", None, 0)
    names = ["waiting", "reading", "splitting", "embedding", "publishing"]
    assert [stage["name"] for stage in found["stages"]] == names
    assert all(stage["state"] == "done" and stage["seconds"] >= 0 for stage in found["stages"])


def test_a_new_version_counts_its_stages_anew(client: APIClient, upload: Upload, run_jobs: Run) -> None:
    upload(external_id="leave")
    run_jobs()
    again = upload(external_id="leave", text="# Leave\n\nThirty-one days.")
    found = progress(client, again)
    assert [stage["state"] for stage in found["stages"]] == ["current", *["to_come"] * 4]
    assert [stage["seconds"] is None for stage in found["stages"]] == [False, True, True, True, True]


def test_what_waits_to_be_embedded_tells_what_goes_before(client: APIClient, upload: Upload) -> None:
    upload(name="first.md")
    second = upload("Sick leave is paid.", name="second.md")
    assert runner.run_next("parse")
    assert runner.run_next("parse")
    found = progress(client, second)
    assert (found["queue"], found["ahead"]) == ("embed", {"documents": 1, "chunks": 1})


def test_a_document_has_an_estimate_once_others_became_ready(
    client: APIClient, upload: Upload, run_jobs: Run
) -> None:
    assert progress(client, upload())["eta_seconds"] is None
    run_jobs()
    upload("Sick leave is paid.")
    run_jobs()
    assert progress(client, upload("Meals are paid on trips."))["eta_seconds"] >= 0


def test_a_failed_attempt_is_named_and_its_next_one_due(
    client: APIClient, upload: Upload, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = upload()
    monkeypatch.setattr("documents.indexing.originals.default_storage.open", _gone)
    assert runner.run_next("parse")
    waiting = progress(client, document)["waiting"]
    assert (waiting["reason"], waiting["due_at"] is not None) == ("retry", True)


def _gone(*_: object) -> None:
    raise FileNotFoundError


def test_a_queue_that_nobody_serves_is_noticed(client: APIClient, upload: Upload) -> None:
    document = upload()
    assert progress(client, document)["waiting"]["stalled_since"] is None
    shift_jobs(minutes=10)
    assert progress(client, document)["waiting"]["reason"] == "stalled"
    assert client.get("/api/v1/queues").json()["results"][0]["stalled_since"] is not None


def test_what_is_tried_again_after_long_is_no_stall_while_it_runs(upload: Upload) -> None:
    """It was begun an hour ago and put off since: the attempt of now has only begun."""
    upload()
    with shared_scope():
        JobRecord.objects.all().update(started_at=timezone.now() - timedelta(hours=1))
        assert ledger.claim_next("parse", "w") is not None
        assert pulse.stalled_pools() == {}


def test_the_pace_of_a_queue_does_not_count_the_time_in_which_nothing_waited(ada: Actor) -> None:
    """Two jobs of two seconds each, ten minutes apart, and one that waits behind another."""
    now = timezone.now()
    with tenant_scope(ada.tenant), transaction.atomic():
        for key in range(4):
            enqueue(jobs.Knock(door=UUID(int=key)))
        early, late, _, last = JobRecord.objects.order_by("created_at")
        for record, ended in ((early, now - timedelta(minutes=10)), (late, now)):
            begun = ended - timedelta(seconds=2)
            fields = {"state": "done", "run_after": begun, "started_at": begun, "finished_at": ended}
            JobRecord.objects.filter(pk=record.pk).update(**fields)
        found = standing.standing_of(last, {})
    assert (found.ahead, found.wait_seconds) == (1, 2)


def test_waiting_long_is_no_stall_while_the_pool_moves(client: APIClient, upload: Upload) -> None:
    """Another company's jobs are brought forward: this one's turn comes."""
    document = upload()
    shift_jobs(minutes=10)
    with shared_scope():
        Pulse.objects.create(queue="parse", beaten_at=timezone.now())
    assert progress(client, document)["waiting"]["reason"] == "next"


def test_whatever_a_worker_ends_is_a_pulse(upload: Upload, run_jobs: Run) -> None:
    upload()
    run_jobs()
    with shared_scope():
        assert set(Pulse.objects.values_list("queue", flat=True)) == {"parse", "embed"}


def test_a_stall_is_a_figure_and_a_line_of_the_log(
    client: APIClient, upload: Upload, caplog: pytest.LogCaptureFixture
) -> None:
    upload()
    shift_jobs(minutes=10)
    runner._told.clear()
    runner.sweep()
    assert [record.message for record in caplog.records] == ["a queue comes no further"]
    assert b'raglan_queue_stalled_seconds{queue="parse"}' in client.get("/metrics").content


def test_a_job_says_who_works_on_it_and_why_it_waits(client: APIClient, upload: Upload) -> None:
    upload()
    job = client.get("/api/v1/jobs").json()["results"][0]
    shown = client.get(f"/api/v1/jobs/{job['id']}").json()
    assert (shown["worker"], shown["waiting"]["reason"]) == ("", "next")
    assert runner.run_next("parse")
    shown = client.get(f"/api/v1/jobs/{job['id']}").json()
    assert (shown["worker"], shown["waiting"]) == (runner.worker_name(), None)


def test_a_reader_is_not_told_how_much_goes_before(
    client: APIClient, upload: Upload, ben: Actor, api: Sign
) -> None:
    upload(name="first.md")
    document = upload("Sick leave is paid.", name="second.md")
    waiting = progress(api(ben), document)["waiting"]
    assert (waiting["reason"], waiting["ahead"]) == ("turn", None)
    assert not any(letter.isdigit() for letter in waiting["detail"])
    assert runner.run_next("parse")
    assert runner.run_next("parse")
    assert progress(api(ben), document)["ahead"] is None
    assert progress(client, document)["ahead"] == {"documents": 1, "chunks": 1}


def test_failures_are_counted_by_reason_and_tried_again_by_it(
    client: APIClient, upload: Upload, run_jobs: Run, ada: Actor
) -> None:
    upload(name="empty.txt", text="")
    upload(name="pretends.pdf", text="no PDF")
    upload(name="good.md")
    run_jobs()
    counted = client.get("/api/v1/documents/failures").json()["results"]
    assert {row["reason"]: row["documents"] for row in counted} == {"empty": 1, "type_mismatch": 1}
    answer = client.post("/api/v1/documents/retry", {"reason": "empty"}, format="json")
    assert (answer.status_code, answer.json()) == (202, {"retried": 1, "left": 0})
    assert len(jobs.waiting(ada.tenant)) == 1


def test_the_documents_of_one_reason_are_listed_and_tried_again(
    client: APIClient, upload: Upload, run_jobs: Run, ada: Actor, dora: Actor, api: Sign
) -> None:
    """Not those that failed for another one, and to nobody who may not see them."""
    upload(name="empty.txt", text="", readers=ada.email)
    upload(name="pretends.pdf", text="no PDF")
    upload(name="good.md")
    run_jobs()

    def titles(asker: APIClient, reason: str) -> list[str]:
        found = asker.get("/api/v1/documents", {"reason": reason}).json()["results"]
        return [one["title"] for one in found]

    assert (titles(client, "empty"), titles(client, "type_mismatch")) == (["empty.txt"], ["pretends.pdf"])
    assert (titles(client, "encrypted"), titles(api(dora), "empty")) == ([], [])
    body = {"filter": {"reason": "empty"}, "do": "retry", "dry_run": True}
    assert client.post("/api/v1/documents/bulk-edit", body, format="json").json()["matched"] == 1


def test_another_attempt_at_all_is_written_down(client: APIClient, upload: Upload, run_jobs: Run) -> None:
    for body, target in (({}, "documents:"), ({"collection": "hr"}, "collection:hr")):
        upload(name="pretends.pdf", text="no PDF")
        run_jobs()
        client.post("/api/v1/documents/retry", body, format="json")
        newest, *_ = client.get("/api/v1/audit-events").json()["results"]
        assert (newest["action"], newest["target"]) == ("documents.retried", target)


def test_what_a_curator_may_not_see_is_not_tried_again(
    client: APIClient, upload: Upload, run_jobs: Run, ada: Actor, dora: Actor, api: Sign
) -> None:
    upload(name="merger.pdf", text="no PDF", readers=ada.email)
    run_jobs()
    hers = api(dora)
    assert hers.get("/api/v1/documents/failures").json()["results"] == []
    assert hers.post("/api/v1/documents/retry", {}, format="json").json() == {"retried": 0, "left": 0}
    with tenant_scope(ada.tenant), transaction.atomic():
        assert Document.objects.filter(status="failed").count() == 1
