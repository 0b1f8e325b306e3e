"""A document's versions tell who changed what and why; what changed can be read, and taken back."""

from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient

from documents.ingest.sandbox import Sandbox
from documents.ingest.types import ConversionFailed, FailureCode
from tenants.types import Actor
from tests.integration.documents.conftest import Upload
from tests.integration.documents.test_renaming import found, rename

Run = Callable[[], int]
Sign = Callable[[Actor], APIClient]
DOCUMENTS = "/api/v1/documents"


def versions(client: APIClient, document: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the versions, newest first."""
    rows: list[dict[str, Any]] = client.get(f"{DOCUMENTS}/{document['id']}/versions").json()["results"]
    return rows


def refuse(*_: Any) -> Any:
    raise ConversionFailed(FailureCode.CORRUPT, "The file is broken.")


@pytest.fixture
def twice(upload: Upload, run_jobs: Run) -> dict[str, Any]:
    """Upload a policy, and then another one in its place."""
    upload("Leave is twelve weeks.", external_id="leave", title="Leave", metadata='{"team": "hr"}')
    run_jobs()
    document = upload("Leave is sixteen weeks.", external_id="leave", title="Parental leave", metadata="{}")
    run_jobs()
    return document


def test_a_version_says_who_made_it_and_what_changed(
    client: APIClient, twice: dict[str, Any], ada: Actor
) -> None:
    second, first = versions(client, twice)
    assert (first["changes"], first["title"], first["metadata"]) == ([], "Leave", {"team": "hr"})
    assert second["changes"] == ["file", "title", "metadata", "size"]
    assert second["author"] == {
        "id": str(ada.user_id),
        "name": "Ada",
        "email": ada.email,
        "has_left": False,
    }
    assert [(row["status"], row["is_live"], row["reason"]) for row in (second, first)] == [
        ("ready", True, "uploaded"),
        ("replaced", False, "uploaded"),
    ]
    assert (second["chunks"], second["characters"], second["error"]) == (1, 23, None)


def test_a_version_is_read_with_its_text(client: APIClient, twice: dict[str, Any]) -> None:
    shown = client.get(f"{DOCUMENTS}/{twice['id']}/versions/1").json()
    assert (shown["text"], shown["is_text_cut"]) == ("Leave is twelve weeks.", False)
    assert client.get(f"{DOCUMENTS}/{twice['id']}/versions/3").status_code == 404


def test_two_versions_are_compared_in_either_direction(client: APIClient, twice: dict[str, Any]) -> None:
    diff = client.get(f"{DOCUMENTS}/{twice['id']}/diff").json()
    assert (diff["from"]["version"], diff["to"]["version"]) == (1, 2)
    (block,) = diff["blocks"]
    assert {part["kind"]: part["text"] for part in block["parts"] if part["kind"] != "same"} == {
        "removed": "twelve",
        "added": "sixteen",
    }
    back = client.get(f"{DOCUMENTS}/{twice['id']}/diff?from=2&to=1").json()
    assert {p["text"] for p in back["blocks"][0]["parts"] if p["kind"] == "added"} == {"twelve"}


def test_a_comparison_names_what_it_expected(client: APIClient, twice: dict[str, Any]) -> None:
    wrong = client.get(f"{DOCUMENTS}/{twice['id']}/diff?from=zero")
    assert (wrong.status_code, wrong.json()["errors"][0]["field"]) == (400, "from")
    assert client.get(f"{DOCUMENTS}/{twice['id']}/diff?from=9").status_code == 404


def test_an_earlier_version_comes_back_as_it_was(
    client: APIClient, twice: dict[str, Any], run_jobs: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is converted for it, and the one of now answers until it is ready."""
    monkeypatch.setattr(Sandbox, "convert", refuse)
    shown = client.post(f"{DOCUMENTS}/{twice['id']}/versions/1/restore")
    assert (shown.status_code, shown.json()["version"], shown.json()["live_version"]) == (202, 3, 2)
    assert found(client, "sixteen") == ["Leave"]
    run_jobs()
    assert (found(client, "sixteen"), found(client, "twelve")) == ([], ["Leave"])
    after = client.get(f"{DOCUMENTS}/{twice['id']}").json()
    assert (after["title"], after["metadata"], after["live_version"]) == ("Leave", {"team": "hr"}, 3)
    newest, *_ = versions(client, twice)
    assert (newest["reason"], newest["restored_from"]) == ("restored", 1)
    file = client.get(f"{DOCUMENTS}/{twice['id']}/file")
    assert b"".join(file.streaming_content) == b"Leave is twelve weeks."  # type: ignore[attr-defined]


def test_going_back_is_written_down_and_twice_is_once(client: APIClient, twice: dict[str, Any]) -> None:
    path = f"{DOCUMENTS}/{twice['id']}/versions"
    assert client.post(f"{path}/2/restore").json()["code"] == "unchanged"
    assert client.post(f"{path}/1/restore").status_code == 202
    assert client.post(f"{path}/1/restore").status_code == 409
    events = client.get("/api/v1/audit-events").json()["results"]
    restored = [event["detail"] for event in events if event["action"] == "document.restored"]
    assert restored == [{"version": 1, "as_version": 3}]


def test_a_failed_version_says_why_and_the_old_one_answers(
    client: APIClient, upload: Upload, run_jobs: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also after a third one came; and going back to what answers clears the failure."""
    document = upload("Leave is twelve weeks.", external_id="leave")
    run_jobs()
    monkeypatch.setattr(Sandbox, "convert", refuse)
    upload("Leave is unreadable.", external_id="leave")
    run_jobs()
    failed = versions(client, document)[0]
    assert (failed["status"], failed["error"]["detail"]) == ("failed", "The file is broken.")
    shown = client.get(f"{DOCUMENTS}/{document['id']}").json()
    assert (shown["status"], shown["live_version"], found(client, "twelve")) == ("failed", 1, ["leave.md"])
    assert client.post(f"{DOCUMENTS}/{document['id']}/versions/2/restore").json()["code"] == "never_read"
    assert client.post(f"{DOCUMENTS}/{document['id']}/versions/1/restore").status_code == 202
    run_jobs()
    assert [row["status"] for row in versions(client, document)] == ["ready", "failed", "replaced"]


def test_what_is_said_later_belongs_to_the_version_of_then(
    client: APIClient, upload: Upload, run_jobs: Run
) -> None:
    """Metadata that were set on the first version come back with it, and a new title is a version of its own."""
    document = upload(title="Leave")
    run_jobs()
    client.patch(f"{DOCUMENTS}/{document['id']}", {"metadata": {"team": "hr"}}, format="json")
    rename(client, document, "Furlough")
    client.patch(f"{DOCUMENTS}/{document['id']}", {"metadata": {"team": "it"}}, format="json")
    run_jobs()
    second, first = versions(client, document)
    assert (second["reason"], second["changes"]) == ("renamed", ["title", "metadata"])
    assert (first["metadata"], second["metadata"]) == ({"team": "hr"}, {"team": "it"})


@pytest.mark.parametrize("path", ["versions", "versions/1", "diff", "versions/1/restore"])
def test_history_is_for_readers_alone(
    client: APIClient,
    upload: Upload,
    run_jobs: Run,
    cleo: Actor,
    dora: Actor,
    api: Sign,
    ben: Actor,
    path: str,
) -> None:
    """Who may not see the document is told the same as of one that never was."""
    document = upload(readers="engineering")
    run_jobs()
    call = "post" if path.endswith("restore") else "get"
    other = api(dora if call == "post" else cleo)
    answer = getattr(other, call)(f"{DOCUMENTS}/{document['id']}/{path}")
    assert answer.status_code == 404
    if call == "get":
        assert api(ben).get(f"{DOCUMENTS}/{document['id']}/{path}").status_code == 200
