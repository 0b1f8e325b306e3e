"""A document is set aside for its own faults, in plain words, and never for those of the machine."""

import errno
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.db import transaction
from rest_framework.test import APIClient

from documents.ingest.sandbox import Sandbox
from documents.ingest.types import Extracted, ReaderDied
from documents.models import DocumentVersion
from project.kernel.db import TenantRef, tenant_scope
from tests.integration.documents.conftest import Upload
from tests.integration.documents.test_embedding_fails import run_next

Run = Callable[[], int]


def shown(client: APIClient, document: dict[str, Any]) -> tuple[str, str]:
    """Return where a document stands, and why in words."""
    answer = client.get(f"/api/v1/documents/{document['id']}").json()
    return answer["status"], (answer["error"] or {}).get("detail", "")


def test_a_file_that_kills_its_reader_is_set_aside_at_the_third_attempt(
    client: APIClient, upload: Upload, run_jobs: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One death may be the machine's; the other documents go on."""
    attempts: list[str] = []
    convert = Sandbox.convert

    def die(sandbox: Sandbox, content: bytes, filename: str, *how: Any) -> Extracted:
        if filename != "poison.md":
            return convert(sandbox, content, filename, *how)
        attempts.append(filename)
        raise ReaderDied(filename)

    monkeypatch.setattr(Sandbox, "convert", die)
    poison, good = upload("poison", name="poison.md"), upload("Leave is twelve weeks.")
    run_jobs()
    reason = "The process that reads files died at each attempt to read this one."
    assert (shown(client, poison), shown(client, good)[0]) == (("quarantined", reason), "ready")
    assert len(attempts) == 3


def test_a_storage_that_is_down_sets_nothing_aside(
    client: APIClient, upload: Upload, run_jobs: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The document waits, and is read when the storage is back."""
    document = upload()

    def broken(name: str, mode: str = "rb") -> None:
        raise OSError(errno.EIO, "the disk is gone")

    with monkeypatch.context() as outage:
        outage.setattr(default_storage, "open", broken)
        assert all(run_next("parse") for _ in range(5))
        assert shown(client, document) == ("parsing", "")
    run_jobs()
    assert shown(client, document)[0] == "ready"


def test_a_file_that_is_gone_is_said_to_be_gone(
    client: APIClient, upload: Upload, run_jobs: Run, tenant: TenantRef
) -> None:
    """It can be uploaded again."""
    document = upload()
    with tenant_scope(tenant), transaction.atomic():
        default_storage.delete(DocumentVersion.objects.get(document_id=document["id"]).storage_key)
    run_jobs()
    assert shown(client, document) == (
        "quarantined",
        "The stored file is not in its place; upload it again.",
    )
