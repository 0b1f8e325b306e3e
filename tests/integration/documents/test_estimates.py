"""What a build would take is said before it is asked for."""

from typing import Any

import pytest
from django.core.management import call_command
from rest_framework.test import APIClient

from project.kernel.db import TenantRef
from tests.integration.documents.conftest import Upload
from tests.integration.documents.test_index_scopes import build, shown
from tests.integration.documents.test_indexes_api import INDEXES, SMALLER, TEXT, Run


@pytest.fixture
def indexed(client: APIClient, upload: Upload, run_jobs: Run) -> APIClient:
    """Return Ada's client with a long document in each of two collections."""
    assert client.post("/api/v1/collections", {"slug": "law"}, format="json").status_code == 201
    upload(TEXT, name="rules.txt")
    upload(TEXT.replace("leave", "liability"), name="law.txt", collection="law")
    run_jobs()
    return client


def estimated(client: APIClient, **body: Any) -> dict[str, Any]:
    """Ask what a build would take."""
    answer = client.post(f"{INDEXES}/estimate", body, format="json")
    assert answer.status_code == 200, answer.json()
    said: dict[str, Any] = answer.json()
    return said


@pytest.mark.parametrize(
    ("settings", "needs"),
    [
        ({}, "reembed"),
        ({"precision": "binary"}, "derive"),
        ({"precision": "vector"}, "reembed"),
        ({"splitter": {"max_tokens": 64}}, "resplit"),
        ({"converter": {"main_content_only": False}}, "reparse"),
    ],
)
def test_an_estimate_names_the_dearest_step(
    indexed: APIClient,
    settings: dict[str, Any],
    needs: str,
) -> None:
    said = estimated(indexed, settings=settings)
    assert said["needs"] == needs
    assert said["documents"] == 2
    assert (said["chunks"] > 0, said["bytes"] > 0, said["tokens"] > 0) == (True, True, needs != "derive")


def test_an_estimate_for_a_collection_counts_it_alone(indexed: APIClient) -> None:
    assert estimated(indexed, collections=["law"])["documents"] == 1


def test_an_estimate_says_what_the_build_then_does(indexed: APIClient, run_jobs: Run) -> None:
    """The chunks and tokens that it names are those that the build counts."""
    said = estimated(indexed, settings={})
    cost = shown(indexed, build(indexed, run_jobs, settings={}))["cost"]
    assert (cost["embedded_chunks"], cost["tokens"]) == (said["chunks"], said["tokens"])
    assert estimated(indexed, settings={})["pace"]["is_measured"]


@pytest.mark.parametrize("max_tokens", [40, 100])
def test_short_sections_are_not_counted_as_if_they_were_cut(
    client: APIClient, upload: Upload, run_jobs: Run, max_tokens: int
) -> None:
    """A chunk ends with its section, so that smaller ones are hardly more; and larger ones fewer."""
    for number in range(6):
        sections = (f"## Rule {number}.{part}\n\nLeave is asked for in writing.\n\n" for part in range(5))
        upload("# Rules\n\n" + "".join(sections), name=f"rules-{number}.md")
    upload(TEXT, name="long.txt")
    run_jobs()
    settings = {"splitter": {"max_tokens": max_tokens}}
    said = estimated(client, settings=settings)
    cost = shown(client, build(client, run_jobs, settings=settings))["cost"]
    assert said["chunks"] == pytest.approx(cost["embedded_chunks"], rel=0.1)


def test_an_estimate_refuses_what_a_build_refuses(client: APIClient) -> None:
    assert client.post(f"{INDEXES}/estimate", SMALLER, format="json").status_code == 409
    wrong = client.post(f"{INDEXES}/estimate", {"settings": {"precision": "int4"}}, format="json")
    assert wrong.json()["errors"][0]["field"] == "settings.precision"


def test_the_calculator_begins_with_the_tenants_numbers(indexed: APIClient, upload: Upload) -> None:
    said = indexed.get(f"{INDEXES}/sizing").json()
    assert (said["vectors"] > 0, said["dimensions"], said["precision"]) == (True, 384, "halfvec")
    asked = {"vectors": 1_000_000, "precision": "binary", "copies": 2}
    more = indexed.post(f"{INDEXES}/sizing", asked, format="json").json()
    assert more["sizing"]["all_copies_disk_bytes"] == 2 * more["sizing"]["disk_bytes"] > 1_000_000_000
    (model,) = indexed.get("/api/v1/embedders").json()["results"]
    assert (model["id"], model["dimensions"]) == ("all-minilm-l6-v2", [384])


def test_the_command_says_it_without_building(
    indexed: APIClient,
    tenant: TenantRef,
    capsys: pytest.CaptureFixture[str],
) -> None:
    call_command("reindex", tenant.slug, "--dry-run")
    out = capsys.readouterr().out
    assert "reembed" in out
    assert "2 documents" in out
    assert len(indexed.get(INDEXES).json()["results"]) == 1
