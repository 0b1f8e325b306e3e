"""A company with much to be read does not keep another's one document waiting."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from rest_framework.test import APIClient

from project.kernel.db import shared_scope
from project.kernel.models import JobRecord
from tenants.types import Actor
from tests.factories.bulk import LINE, send_lines
from workers import runner

Sign = Callable[[Actor], APIClient]
MANY = 2_000


@pytest.fixture
def crowd(client: APIClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """Load two thousand documents for Ada's company, of which each turn brings one step forward."""
    monkeypatch.setattr("project.kernel.jobs.lease.TURN_SECONDS", 0)
    lines = ({**LINE, "external_id": f"d{n}", "text": f"Rule {n} is kept."} for n in range(MANY))
    assert send_lines(client, *lines).json()["accepted"] == MANY


@pytest.fixture
def theirs(api: Sign, max_: Actor) -> APIClient:
    """Return the client of another company, which has a collection."""
    other = api(max_)
    other.post("/api/v1/collections", {"slug": "hr", "name": "People"}, format="json")
    return other


def test_one_document_is_ready_after_two_turns_in_each_queue_beside_two_thousand(
    ada: Actor, crowd: None, theirs: APIClient
) -> None:
    """Counted in turns of the ledger, while the others' documents wait in both queues."""
    for queue in ("parse", "embed"):
        assert runner.run_next(queue)
    form: dict[str, Any] = {"collection": "hr", "file": SimpleUploadedFile("leave.md", b"Leave is long.")}
    document = theirs.post("/api/v1/documents", form).json()
    for queue in ("parse", "parse", "embed", "embed"):
        assert runner.run_next(queue)
    shown = theirs.get(f"/api/v1/documents/{document['id']}").json()
    assert shown["status"] == "ready"
    with shared_scope():
        waiting = JobRecord.objects.open().filter(tenant_id=ada.tenant.id)
        assert set(waiting.values_list("kind", flat=True)) == {"LoadDocuments", "EmbedPending"}
