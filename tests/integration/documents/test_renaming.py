"""A document is found and embedded under the title that it has."""

from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient

from documents.actions import library
from documents.indexing import parse
from documents.indexing.chunking import cut
from tenants.types import Actor
from tests.integration.documents.conftest import Upload
from workers import runner

Run = Callable[[], int]
DOCUMENTS = "/api/v1/documents"


def found(client: APIClient, query: str) -> list[str]:
    """Return the titles under which the words of a question are found."""
    answer = client.post("/api/v1/search", {"query": query, "mode": "lexical"}, format="json").json()
    return [result["document"]["title"] for result in answer["results"]]


def rename(client: APIClient, document: dict[str, Any], title: str) -> dict[str, Any]:
    """Give a document another title; return what the API says of it."""
    shown: dict[str, Any] = client.patch(
        f"{DOCUMENTS}/{document['id']}", {"title": title}, format="json"
    ).json()
    return shown


def test_a_new_title_is_found_and_the_old_one_is_not(
    client: APIClient, upload: Upload, run_jobs: Run
) -> None:
    """Until it is cut anew the document answers as before."""
    document = upload(title="Sabbatical")
    run_jobs()
    renamed = rename(client, document, "Furlough")
    assert (renamed["title"], renamed["version"], renamed["live_version"]) == ("Furlough", 2, 1)
    assert found(client, "sabbatical") == ["Furlough"]
    run_jobs()
    assert (found(client, "sabbatical"), found(client, "furlough")) == ([], ["Furlough"])
    assert rename(client, document, "Furlough")["version"] == 2


@pytest.mark.parametrize("steps", [0, 1])
def test_a_document_renamed_on_its_way_is_found_under_its_new_title(
    client: APIClient, upload: Upload, run_jobs: Run, steps: int
) -> None:
    """Whether it waits to be read or to be embedded, each vector is that of the words its chunk was cut under."""
    document = upload(title="Sabbatical")
    for _ in range(steps):
        runner.run_next("parse")
    rename(client, document, "Furlough")
    run_jobs()
    assert (found(client, "sabbatical"), found(client, "furlough")) == ([], ["Furlough"])


def test_a_document_renamed_while_it_is_read_is_cut_again(
    client: APIClient, upload: Upload, run_jobs: Run, ada: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The new title is neither lost nor left out of the search."""
    document = upload(title="Sabbatical")

    def cut_late(*args: Any) -> Any:
        monkeypatch.setattr(parse, "cut", cut)
        library.change(
            actor=ada, document_id=document["id"], changes=library.DocumentChanges(title="Furlough")
        )
        return cut(*args)

    monkeypatch.setattr(parse, "cut", cut_late)
    run_jobs()
    assert client.get(f"{DOCUMENTS}/{document['id']}").json()["title"] == "Furlough"
    assert (found(client, "sabbatical"), found(client, "furlough")) == ([], ["Furlough"])
