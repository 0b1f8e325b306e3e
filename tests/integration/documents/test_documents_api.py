"""Each route of documents does what the contract says, and refuses what it must."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import override_settings
from rest_framework.test import APIClient

from project.kernel.jobs import Job
from tenants.types import Actor
from tests.integration.documents.conftest import Upload

Run = Callable[[], int]
Sign = Callable[[Actor], APIClient]
DOCUMENTS = "/api/v1/documents"


def send(client: APIClient, content: bytes, name: str = "a.txt", **fields: Any) -> Any:
    """Upload bytes and return the answer."""
    form = {"collection": "hr", **fields, "file": SimpleUploadedFile(name, content, "text/plain")}
    return client.post(DOCUMENTS, form, format="multipart")


def test_the_same_bytes_are_a_no_op(
    client: APIClient, upload: Upload, recorded_jobs: Callable[[], list[Job]]
) -> None:
    """The second upload answers 200, unchanged, and asks for no work."""
    first = upload(external_id="leave")
    again = send(client, b"Parental leave is twelve weeks.", "leave.md", external_id="leave")
    assert (again.status_code, again.json()["unchanged"], again.json()["id"]) == (200, True, first["id"])
    assert len(recorded_jobs()) == 1


def test_the_same_external_id_is_a_new_version(client: APIClient, upload: Upload, run_jobs: Run) -> None:
    """The old version answers until the new one is ready, then never again."""
    first = upload("Leave is ten weeks.", external_id="leave")
    run_jobs()
    second = upload("Leave is twelve weeks.", external_id="leave")
    assert (second["id"], second["version"], second["live_version"]) == (first["id"], 2, 1)
    before = client.post("/api/v1/search", {"query": "leave"}, format="json").json()["results"]
    run_jobs()
    after = client.post("/api/v1/search", {"query": "leave"}, format="json").json()["results"]
    assert [result["text"] for result in before] == ["Leave is ten weeks."]
    assert [result["text"] for result in after] == ["Leave is twelve weeks."]
    versions = client.get(f"{DOCUMENTS}/{first['id']}/versions").json()["results"]
    assert [(v["version"], v["status"]) for v in versions] == [(2, "ready"), (1, "replaced")]


def test_a_repeated_request_is_one_document(
    client: APIClient, recorded_jobs: Callable[[], list[Job]]
) -> None:
    """The same key answers as before; with another body it is a conflict."""
    key = {"Idempotency-Key": "k1"}
    form = {"collection": "hr", "title": "A"}
    answers = [
        client.post(
            DOCUMENTS, {**form, "file": SimpleUploadedFile("a.txt", body)}, headers=key, format="multipart"
        )
        for body in (b"one", b"one", b"two")
    ]
    assert [answer.status_code for answer in answers] == [202, 202, 409]
    assert answers[0].json()["id"] == answers[1].json()["id"]
    assert len(recorded_jobs()) == 1


def test_the_list_is_filtered(client: APIClient, upload: Upload) -> None:
    """Collection, status, words and metadata leave the documents that match."""
    upload("one", title="Travel rules", metadata='{"year": 2026, "kind": "policy"}')
    upload("two", title="Lunch menu", metadata='{"year": 2025}')
    for query in ("q=travel", "metadata.year=2026", "metadata.kind=policy&collection=hr&status=queued"):
        found = client.get(f"{DOCUMENTS}?{query}").json()["results"]
        assert [document["title"] for document in found] == ["Travel rules"], query
    client.post("/api/v1/collections", {"slug": "other", "name": "Other"}, format="json")
    assert client.get(f"{DOCUMENTS}?collection=other").json()["results"] == []


def test_a_wrong_status_in_the_filter_is_named(client: APIClient) -> None:
    """The answer is a 400 that says which field and what was expected."""
    answer = client.get(f"{DOCUMENTS}?status=done")
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "status")


def test_a_document_is_changed(client: APIClient, upload: Upload) -> None:
    """Title, address and metadata are what was sent."""
    document = upload()
    sent = {"title": "New", "url": "https://example.org/x", "metadata": {"a": 1}}
    answer = client.patch(f"{DOCUMENTS}/{document['id']}", sent, format="json")
    assert answer.status_code == 200
    assert {name: answer.json()[name] for name in sent} == sent


def test_the_file_comes_back_with_safe_headers(client: APIClient, upload: Upload) -> None:
    """The bytes are those that were sent, as a download that no browser runs."""
    document = upload("<script>alert(1)</script>", name="x.html")
    answer: Any = client.get(f"{DOCUMENTS}/{document['id']}/file")
    assert b"".join(answer.streaming_content) == b"<script>alert(1)</script>"
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment")
    assert (answer["X-Content-Type-Options"], "sandbox" in answer["Content-Security-Policy"]) == (
        "nosniff",
        True,
    )


def test_no_connection_is_held_while_the_storage_is_asked(
    client: APIClient, upload: Upload, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The storage may be across a network, and slow."""
    document = upload()
    held: list[bool] = []
    opened = default_storage.open

    def open_and_look(*args: Any) -> Any:
        held.append(connection.in_atomic_block)
        return opened(*args)

    monkeypatch.setattr(default_storage, "open", open_and_look)
    answer: Any = client.get(f"{DOCUMENTS}/{document['id']}/file")
    assert (b"".join(answer.streaming_content), held) == (b"Parental leave is twelve weeks.", [False])


def test_chunks_point_into_the_text(client: APIClient, upload: Upload, run_jobs: Run) -> None:
    """Each chunk has its place, section and text."""
    document = upload("# Leave\n\nTwelve weeks.\n\n# Travel\n\nBy train.")
    run_jobs()
    chunks = client.get(f"{DOCUMENTS}/{document['id']}/chunks").json()["results"]
    assert [chunk["section"] for chunk in chunks] == [["Leave"], ["Travel"]]
    assert chunks[0]["end"] - chunks[0]["start"] == len(chunks[0]["text"])


def test_chunks_are_read_from_around_one_of_them(client: APIClient, upload: Upload, run_jobs: Run) -> None:
    """The page has the chunk in its middle, and the pages beside it follow on without a gap."""
    document = upload("\n\n".join(f"# Part {n}\n\nSentence {n}." for n in range(9)))
    run_jobs()
    path = f"{DOCUMENTS}/{document['id']}/chunks"
    ids = [chunk["id"] for chunk in client.get(path).json()["results"]]
    middle = client.get(f"{path}?around={ids[4]}&limit=3").json()
    before = client.get(middle["previous"]).json()["results"]
    after = client.get(middle["next"]).json()["results"]
    assert [chunk["id"] for chunk in (*before, *middle["results"], *after)] == ids


def test_the_first_page_is_around_the_first_chunk(client: APIClient, upload: Upload, run_jobs: Run) -> None:
    """Nothing is before it; a chunk by which the document does not answer is not found."""
    document = upload("# A\n\nOne.\n\n# B\n\nTwo.")
    run_jobs()
    path = f"{DOCUMENTS}/{document['id']}/chunks"
    first = client.get(path).json()["results"][0]["id"]
    page = client.get(f"{path}?around={first}&limit=1").json()
    assert ([chunk["id"] for chunk in page["results"]], page["previous"]) == ([first], None)
    assert client.get(f"{path}?around={uuid4()}").status_code == 404
    assert client.get(f"{path}?around=x").json()["errors"][0]["field"] == "around"


def test_a_file_that_cannot_be_read_says_why_and_is_retried(
    client: APIClient, upload: Upload, run_jobs: Run, recorded_jobs: Callable[[], list[Job]]
) -> None:
    """An empty file fails with a plain reason; a retry queues it again."""
    document = upload("", name="empty.txt")
    run_jobs()
    shown = client.get(f"{DOCUMENTS}/{document['id']}").json()
    assert (shown["status"], shown["error"]["code"]) == ("failed", "empty")
    assert client.post(f"{DOCUMENTS}/{document['id']}/retry").json()["status"] == "queued"
    assert len(recorded_jobs()) == 1
    assert client.post(f"{DOCUMENTS}/{document['id']}/retry").status_code == 409


@pytest.mark.parametrize(
    ("content", "name", "status", "code"),
    [
        (b"\x7fELF\x02\x01", "a.bin", 415, "unsupported_format"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "a.svg", 415, "unsupported_format"),
        (b"x" * 2_000, "a.txt", 413, "too_large"),
    ],
)
def test_what_cannot_be_kept_is_refused(
    client: APIClient, content: bytes, name: str, status: int, code: str
) -> None:
    """A format that nothing reads is 415, a file above the limit 413."""
    with override_settings(UPLOAD_LIMIT_BYTES=1_000):
        answer = send(client, content, name)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_an_unknown_collection_is_not_found(client: APIClient) -> None:
    """Uploading into it is a 404."""
    assert send(client, b"text", collection="nowhere").status_code == 404


def test_wrong_fields_are_named(client: APIClient) -> None:
    """Metadata that is no object and an unknown reader are 400s that name the field."""
    assert send(client, b"text", metadata="[1]").json()["errors"][0]["field"] == "metadata"
    assert send(client, b"text", readers="nobody-here").json()["errors"][0]["field"] == "readers"


def test_a_member_reads_and_does_not_write(client: APIClient, upload: Upload, ben: Actor, api: Sign) -> None:
    """Uploading, changing and erasing need a curator."""
    document = upload()
    member = api(ben)
    assert member.get(f"{DOCUMENTS}/{document['id']}").status_code == 200
    assert send(member, b"text").status_code == 403
    assert member.patch(f"{DOCUMENTS}/{document['id']}", {}, format="json").status_code == 403
    assert member.delete(f"{DOCUMENTS}/{document['id']}").status_code == 403


def test_a_stranger_finds_nothing(client: APIClient, upload: Upload, max_: Actor, api: Sign) -> None:
    """Every route of another tenant's document answers as for one that never was."""
    document = upload()
    for tail in ("", "/file", "/versions", "/chunks"):
        real = api(max_).get(f"{DOCUMENTS}/{document['id']}{tail}")
        never = api(max_).get(f"{DOCUMENTS}/{uuid4()}{tail}")
        assert (real.status_code, real.json()) == (404, never.json())
