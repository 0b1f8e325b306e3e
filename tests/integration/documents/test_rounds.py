"""Between the rounds of a long scan its document shows how far it is, and nobody reads on where nobody waits."""

from typing import Any, cast

import pytest
from django.db import transaction
from rest_framework.test import APIClient

from documents.indexing import parse
from documents.indexing.rounds import Superseded, show_read
from documents.ingest.types import ConversionFailed, Extracted, FailureCode
from documents.jobs import ParseDocument
from documents.models import Document, DocumentVersion
from project.kernel.db import TenantRef, tenant_scope
from project.kernel.jobs import Lease
from tests.integration.documents.conftest import Upload


class HeldLease:
    """Be a lease that is held, and remember what was brought forward."""

    wait_seconds = None

    def __init__(self) -> None:
        """Remember nothing yet."""
        self.counts: list[dict[str, Any]] = []

    def guard(self) -> None:
        """Let it pass."""

    def enter(self, stage: str) -> None:
        """Let it pass."""

    def progress(self, **counts: Any) -> None:
        """Remember."""
        self.counts.append(counts)


@pytest.fixture
def job(upload: Upload, tenant: TenantRef) -> ParseDocument:
    """Return the job of a document that is being read."""
    found = ParseDocument(document_id=upload()["id"], version=1)
    with tenant_scope(tenant), transaction.atomic():
        Document.objects.filter(pk=found.document_id).update(status="parsing")
    return found


def test_a_document_and_its_job_show_how_many_pictured_pages_were_read(
    job: ParseDocument, client: APIClient, tenant: TenantRef
) -> None:
    lease = HeldLease()
    with tenant_scope(tenant):
        show_read(job, cast("Lease", lease), 3, 12, b"seen")
    shown = client.get(f"/api/v1/documents/{job.document_id}").json()
    assert shown["stage"] == "reading pictured pages by OCR: 3 of 12"
    assert shown["progress"] == pytest.approx(0.2)
    assert lease.counts == [{"total": 12, "done": 3, "failed": 0}]


def test_nobody_reads_on_once_the_document_is_gone(
    job: ParseDocument, client: APIClient, tenant: TenantRef
) -> None:
    assert client.delete(f"/api/v1/documents/{job.document_id}").status_code == 204
    with tenant_scope(tenant), pytest.raises(Superseded):
        show_read(job, cast("Lease", HeldLease()), 3, 12, b"seen")


def test_a_document_that_went_while_it_was_read_ends_its_job_without_a_failure(
    job: ParseDocument, tenant: TenantRef, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_: object) -> None:
        raise Superseded

    monkeypatch.setattr(parse, "_readings", stop)
    with tenant_scope(tenant):
        parse.parse_document(job, lease=cast("Lease", HeldLease()))
        with transaction.atomic():
            assert Document.objects.get(pk=job.document_id).status == "parsing"


def test_a_worker_that_falls_is_gone_on_from_and_nothing_is_kept_once_all_is_read(
    job: ParseDocument, tenant: TenantRef, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[bytes] = []

    def read(original: object, filename: str, *others: Any) -> Extracted:
        given.append(others[-1])
        return Extracted(text="All that was scanned.", language="en")

    monkeypatch.setattr(parse, "converted", read)
    with tenant_scope(tenant):
        show_read(job, cast("Lease", HeldLease()), 3, 12, b"seen")
        parse.parse_document(job, lease=cast("Lease", HeldLease()))
        with transaction.atomic():
            version = DocumentVersion.objects.get(document_id=job.document_id, number=1)
            assert (version.text, version.seen) == ("All that was scanned.", None)
    assert given == [b"seen"]


def test_nothing_is_kept_of_a_scan_that_is_refused(
    job: ParseDocument, tenant: TenantRef, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> Extracted:
        raise ConversionFailed(FailureCode.NO_TEXT, "There is no text.")

    monkeypatch.setattr(parse, "converted", refuse)
    with tenant_scope(tenant):
        show_read(job, cast("Lease", HeldLease()), 3, 12, b"seen")
        parse.parse_document(job, lease=cast("Lease", HeldLease()))
        with transaction.atomic():
            assert DocumentVersion.objects.get(document_id=job.document_id, number=1).seen is None
