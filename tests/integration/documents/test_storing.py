"""The file of an upload goes only where its row surely does not stand."""

from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import DataError, OperationalError
from rest_framework.test import APIClient

from documents.actions.storing import stored
from project.kernel.db import TenantRef
from project.kernel.errors import Conflict
from tests.integration.documents.test_documents_api import send


@pytest.mark.parametrize(
    ("fault", "stays"), [(Conflict, False), (DataError, False), (OperationalError, True)]
)
def test_a_file_stays_where_the_commit_is_in_doubt(
    tenant: TenantRef, fault: type[Exception], stays: bool
) -> None:
    with pytest.raises(fault), stored(tenant, ContentFile(b"text", name="a.txt"), "") as file:
        raise fault
    assert default_storage.exists(file.key) is stays


def test_a_committed_document_has_its_file_though_the_bell_fails(
    client: APIClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(queue: str) -> None:
        raise ConnectionError(queue)

    monkeypatch.setattr("project.kernel.jobs.ledger.ring", broken)
    client.raise_request_exception = False
    assert send(client, b"Leave is twelve weeks.").status_code == 500
    document = client.get("/api/v1/documents").json()["results"][0]
    answer: Any = client.get(f"/api/v1/documents/{document['id']}/file")
    assert b"".join(answer.streaming_content) == b"Leave is twelve weeks."
