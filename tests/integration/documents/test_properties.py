"""A document shows what its file says of itself."""

from collections.abc import Callable

from rest_framework.test import APIClient

from tests.integration.documents.conftest import Upload

MAIL = "From: Ada <ada@example.org>\nTo: Ben\nSubject: Leave\nDate: Mon, 04 May 2026 10:00:00 +0200\n\nThirty days.\n"


def test_a_message_shows_who_wrote_it_to_whom_and_when(
    client: APIClient, upload: Upload, run_jobs: Callable[[], int]
) -> None:
    queued = upload(MAIL, name="leave.eml")
    assert queued["properties"] == {}
    run_jobs()
    shown = client.get(f"/api/v1/documents/{queued['id']}").json()
    assert shown["properties"] == {
        "sender": "Ada <ada@example.org>",
        "recipients": "Ben",
        "subject": "Leave",
        "date": "2026-05-04T10:00:00+02:00",
    }
