"""Many documents at once: a bad line is refused alone, and what was loaded is not loaded again."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings
from rest_framework.test import APIClient

from documents.actions import bulk
from project.kernel.jobs import Job
from tests.factories.bulk import LINE, send_lines
from workers import runner

Run = Callable[[], int]


def test_a_bad_line_is_refused_alone(client: APIClient, run_jobs: Run) -> None:
    """The answer names each by its number; the good ones become documents."""
    answer = send_lines(
        client, LINE, "{not json", {**LINE, "text": ""}, {**LINE, "external_id": "b", "collection": "x"}, "[]"
    )
    assert (answer.status_code, answer.json()["accepted"]) == (202, 1)
    refused = [(line["line"], line["code"]) for line in answer.json()["rejected"]]
    assert refused == [(2, "not_json"), (3, "invalid_text"), (4, "unknown_collection"), (5, "not_an_object")]
    run_jobs()
    assert client.get("/api/v1/documents").json()["results"][0]["status"] == "ready"


def test_the_same_lines_again_change_nothing_and_new_text_is_a_new_version(
    client: APIClient, run_jobs: Run
) -> None:
    """What was not touched keeps its version."""
    for text in ("Leave is twelve weeks.", "Leave is twelve weeks.", "Leave is ten weeks."):
        send_lines(client, {**LINE, "text": text}, {**LINE, "external_id": "b"})
        run_jobs()
    found = client.get("/api/v1/documents").json()["results"]
    assert {document["external_id"]: document["version"] for document in found} == {"a": 2, "b": 1}
    results = client.post("/api/v1/search", {"query": "leave"}, format="json").json()["results"]
    assert sorted(result["text"] for result in results) == ["Leave is ten weeks.", "Leave is twelve weeks."]


def test_a_new_text_takes_the_fault_of_the_old_file_away(client: APIClient, run_jobs: Run) -> None:
    """From the moment that it is taken, not only when it is ready."""
    form = {"collection": "hr", "external_id": "a", "file": SimpleUploadedFile("a.txt", b"")}
    document = client.post("/api/v1/documents", form).json()
    run_jobs()
    send_lines(client, LINE)
    runner.run_next("parse")
    shown = client.get(f"/api/v1/documents/{document['id']}").json()
    assert (shown["status"], shown["error"]) == ("embedding", None)


@pytest.mark.parametrize(
    "line",
    [
        '{"external_id": "a", "text": "x", "collection": "hr", "metadata": {"a": "\\u0000"}}',
        '{"external_id": "a", "text": "x", "collection": "hr", "metadata": {"a": ["\\ud800"]}}',
        '{"external_id": "a", "text": "x", "collection": "hr", "metadata": {"a": NaN}}',
    ],
)
def test_metadata_that_no_row_can_hold_is_refused(client: APIClient, line: str) -> None:
    """One such line would otherwise take all the others with it."""
    answer = send_lines(client, line).json()
    assert (answer["accepted"], answer["rejected"][0]["code"]) == (0, "invalid_metadata")


@pytest.mark.parametrize("body", ["", "\n\n"])
def test_nothing_is_refused(client: APIClient, body: str) -> None:
    """A body without a line is a 400."""
    assert send_lines(client, body).status_code == 400


def test_a_body_of_bad_lines_is_given_up(client: APIClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of it is kept, and the first fault is named."""
    monkeypatch.setattr(bulk, "MOST_REJECTED", 2)
    answer = send_lines(client, LINE, "x", "x", "x", "x")
    assert (answer.status_code, answer.json()["code"]) == (400, "too_many_bad_lines")
    assert "Line 2: Expected a JSON object" in answer.json()["detail"]
    assert client.get("/api/v1/jobs").json()["results"] == []


def test_a_body_of_too_many_lines_is_refused(client: APIClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """Empty ones count too."""
    monkeypatch.setattr(bulk, "MOST_LINES", 2)
    assert send_lines(client, LINE, "", "").status_code == 202
    assert send_lines(client, LINE, "", "", LINE).status_code == 413


def test_a_body_above_the_upload_limit_is_refused(client: APIClient) -> None:
    """It is a 413 before anything is read."""
    with override_settings(UPLOAD_LIMIT_BYTES=100):
        assert send_lines(client, LINE, LINE).json()["code"] == "too_large"


def test_a_job_shows_and_is_cancelled(client: APIClient, recorded_jobs: Callable[[], list[Job]]) -> None:
    """The job of a bulk upload can be read, listed and stopped."""
    job = send_lines(client, LINE).json()["job"]
    shown = client.get(f"/api/v1/jobs/{job}").json()
    assert (shown["state"], shown["progress"]["total"]) == ("queued", 1)
    assert client.post(f"/api/v1/jobs/{job}/cancel").json()["state"] == "cancelled"
    assert [row["id"] for row in client.get("/api/v1/jobs").json()["results"]] == [job]
    assert recorded_jobs() == []
