"""Equal bytes are a no-op for who may see them, and make nobody the owner of another's document."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from rest_framework.test import APIClient

from documents.actions import library
from tenants.types import Actor
from tests.integration.documents.conftest import Upload
from tests.integration.documents.test_documents_api import DOCUMENTS, send
from tests.integration.documents.test_readers import client_email

Sign = Callable[[Actor], APIClient]


def test_equal_bytes_for_other_readers_are_a_document_of_their_own(
    client: APIClient, upload: Upload, dora: Actor, api: Sign
) -> None:
    """What everyone reads stays everyone's."""
    everyones = upload()
    body = b"Parental leave is twelve weeks."
    made = send(api(dora), body, readers=dora.email)
    assert (made.status_code, made.json()["readers"]) == (202, [dora.email])
    assert client.get(f"{DOCUMENTS}/{everyones['id']}").json()["readers"] == ["everyone"]
    again = send(api(dora), body, readers=dora.email).json()
    assert (again["id"], again["unchanged"]) == (made.json()["id"], True)


def test_equal_bytes_without_readers_find_what_the_collection_reads(
    client: APIClient, upload: Upload, dora: Actor
) -> None:
    """The narrower document of the same bytes comes after it."""
    upload(readers=dora.email)
    everyones = upload(external_id="leave")
    assert upload()["id"] == everyones["id"]


def test_equal_bytes_that_came_meanwhile_are_no_second_version(
    client: APIClient, upload: Upload, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who waited for the row looks again before a version is written."""
    first = upload(external_id="leave")

    def not_yet(*args: Any) -> None:
        """Answer as before the other request had committed."""

    monkeypatch.setattr(library, "_with_same_bytes", not_yet)
    again = upload(external_id="leave")
    assert (again["id"], again["unchanged"], again["version"]) == (first["id"], True, 1)


def test_a_repeated_request_shows_no_document_that_its_sender_lost(
    client: APIClient, dora: Actor, api: Sign
) -> None:
    """The key still names it; what became of it is for its readers."""
    curator = api(dora)

    def ask() -> Any:
        form = {"collection": "hr", "file": SimpleUploadedFile("a.txt", b"Leave.")}
        return curator.post(DOCUMENTS, form, headers={"Idempotency-Key": "k1"}, format="multipart")

    first = ask().json()
    assert ask().json()["id"] == first["id"]
    client.patch(f"{DOCUMENTS}/{first['id']}", {"readers": [client_email(client)]}, format="json")
    assert ask().status_code == 404
