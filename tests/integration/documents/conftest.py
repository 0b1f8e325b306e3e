"""Make what tests of documents need: collections and uploads, through the public API."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from rest_framework.test import APIClient

from project.kernel.db import TenantRef
from tenants.types import Actor, Role
from tests.factories import cast

Upload = Callable[..., dict[str, Any]]


@pytest.fixture
def client(ada: Actor, api: Callable[[Actor], APIClient]) -> APIClient:
    """Return Ada's client, in whose tenant a collection stands that everyone reads."""
    made = api(ada)
    answer = made.post("/api/v1/collections", {"slug": "hr", "name": "People"}, format="json")
    assert answer.status_code == 201, answer.json()
    return made


@pytest.fixture
def upload(client: APIClient) -> Upload:
    """Return what uploads a text as Ada and answers with what the API said."""

    def send(
        text: str = "Parental leave is twelve weeks.", name: str = "leave.md", **fields: Any
    ) -> dict[str, Any]:
        form = {
            "collection": "hr",
            **fields,
            "file": SimpleUploadedFile(name, text.encode(), "text/markdown"),
        }
        answer = client.post("/api/v1/documents", form, format="multipart")
        assert answer.status_code in {200, 202}, answer.json()
        shown: dict[str, Any] = answer.json()
        return shown

    return send


@pytest.fixture
def dora(tenant: TenantRef) -> Actor:
    """Return a curator, who does not see everything."""
    return cast.make_member(tenant, "dora", role=Role.CURATOR)
