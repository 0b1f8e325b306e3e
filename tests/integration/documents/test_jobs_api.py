"""Jobs say what they are about and whether who asks may stop them."""

from collections.abc import Callable
from typing import Any
from unittest.mock import Mock

import pytest
from rest_framework.test import APIClient

from documents.indexing import parse
from tenants.types import Actor
from tests.factories.bulk import LINE, send_lines
from tests.integration.documents.conftest import Upload
from workers import runner

Run = Callable[[], int]
Sign = Callable[[Actor], APIClient]
JOBS = "/api/v1/jobs"


def rows(client: APIClient, query: str = "") -> dict[str, Any]:
    """Return the newest job of each kind."""
    found = client.get(f"{JOBS}?{query}").json()["results"]
    return {row["kind"]: row for row in reversed(found)}


def test_a_job_names_its_subject(client: APIClient, upload: Upload, run_jobs: Run) -> None:
    """A document's title, a source's name, an index version."""
    upload(title="Leave policy")
    run_jobs()
    index = client.post("/api/v1/indexes", {}, format="json").json()
    client.post("/api/v1/imports", {"url": "https://example.org/docs/", "collection": "hr"}, format="json")
    shown = rows(client)
    assert shown["ParseDocument"]["subject"] == "Leave policy"
    assert shown["BuildIndex"]["subject"] == f"Index version {index['id']}"
    assert shown["SyncSource"]["subject"] == "example.org/docs"
    assert shown["EmbedPending"]["subject"] == ""


def test_a_job_does_not_name_what_its_reader_may_not_see(
    client: APIClient, upload: Upload, ada: Actor, dora: Actor, api: Sign
) -> None:
    """A curator sees that there is work, not on what."""
    upload(title="Merger", readers=ada.email)
    private = {"slug": "board", "readers": [ada.email]}
    client.post("/api/v1/collections", private, format="json")
    client.post("/api/v1/imports", {"url": "https://example.org/", "collection": "board"}, format="json")
    shown = rows(api(dora))
    assert {row["subject"] for row in shown.values()} == {""}


def test_why_a_document_was_not_read_is_told_to_those_who_see_it(
    client: APIClient, upload: Upload, ada: Actor, dora: Actor, api: Sign, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The reason may name what is in it; others are told only its code."""
    upload(readers=ada.email)
    broken = Mock(side_effect=parse.Unreadable("The sheet Merger cannot be opened."))
    monkeypatch.setattr(parse, "converted", broken)
    assert runner.run_next("parse")
    mine, hers = (rows(person)["ParseDocument"]["error"] for person in (client, api(dora)))
    assert (mine["code"], hers["code"]) == ("unreadable", "unreadable")
    assert ("Merger" in mine["detail"], "Merger" in hers["detail"]) == (True, False)


def test_why_an_import_failed_is_told_to_those_who_see_its_collection(
    client: APIClient, ada: Actor, dora: Actor, api: Sign, run_jobs: Run
) -> None:
    """The reason names the address; others are told only its code."""
    client.post("/api/v1/collections", {"slug": "board", "readers": [ada.email]}, format="json")
    address = "http://127.0.0.1:9/merger"
    client.post("/api/v1/imports", {"url": address, "collection": "board"}, format="json")
    run_jobs()
    mine, hers = (rows(person)["SyncSource"]["error"] for person in (client, api(dora)))
    assert (mine["code"], hers["code"]) == ("refused_address", "refused_address")
    assert ("127.0.0.1" in mine["detail"], "127.0.0.1" in hers["detail"]) == (True, False)


def test_a_job_says_who_may_stop_it(
    client: APIClient, upload: Upload, run_jobs: Run, dora: Actor, api: Sign
) -> None:
    """What was asked for, by those who may ask for it, until it is over."""
    upload()
    run_jobs()
    client.post("/api/v1/indexes", {}, format="json")
    send_lines(client, LINE)
    curator = api(dora)
    can_stop = {"ParseDocument": False, "EmbedPending": False, "LoadDocuments": True, "BuildIndex": True}
    assert {kind: row["cancellable"] for kind, row in rows(client).items()} == can_stop
    assert rows(curator)["BuildIndex"]["cancellable"] is False
    client.post(f"{JOBS}/{rows(client)['LoadDocuments']['id']}/cancel")
    assert rows(client)["LoadDocuments"]["cancellable"] is False


def test_steps_are_left_out(client: APIClient, upload: Upload) -> None:
    """One kind is listed, or only what people asked for."""
    upload()
    send_lines(client, LINE)
    assert set(rows(client, "steps=false")) == {"LoadDocuments"}
    assert set(rows(client, "kind=ParseDocument")) == {"ParseDocument"}
    assert client.get(f"{JOBS}?steps=x").json()["errors"][0]["field"] == "steps"
