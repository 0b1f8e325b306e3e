"""A collection's pipeline is a file: exported, checked, compared, applied, and gone back to."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml
from django.core.management import CommandError, call_command
from django.db import transaction
from jsonschema import Draft202012Validator
from rest_framework.test import APIClient

from documents.models import Collection, PipelineFile
from project.kernel.db import TenantRef, tenant_scope
from tenants.types import Actor, Role
from tests.factories import cast
from tests.integration.documents.conftest import Upload
from tests.integration.documents.test_index_scopes import found
from tests.integration.documents.test_indexes_api import INDEXES, TEXT, Run

PIPELINE = "/api/v1/collections/hr/pipeline"


@pytest.fixture
def indexed(client: APIClient, upload: Upload, run_jobs: Run) -> APIClient:
    """Return Ada's client with one long document."""
    upload(TEXT, name="rules.txt")
    run_jobs()
    return client


def exported(client: APIClient) -> str:
    """Return the file of the collection."""
    answer = client.get(PIPELINE)
    assert answer["Content-Type"] == "application/yaml"
    return str(answer.content.decode())


def send(client: APIClient, content: str, what: str = "", method: str = "post", **headers: str) -> Any:
    """Send a file as it is."""
    path = f"{PIPELINE}{what}"
    answer = client.generic(method, path, content, content_type="application/yaml", headers=headers)
    return answer.json()


def test_what_is_exported_is_right_and_changes_nothing(indexed: APIClient) -> None:
    file = exported(indexed)
    assert send(indexed, file, "/check") == {"valid": True, "errors": []}
    said = send(indexed, file, "/diff")
    assert (said["needs"], said["changes"], {line["kind"] for line in said["lines"]}) == (
        "nothing",
        [],
        {"same"},
    )
    assert send(indexed, file, method="put")["index"] is None


@pytest.mark.parametrize(
    ("before", "after", "path", "needs"),
    [
        ("precision: halfvec", "precision: binary", "index.precision", "derive"),
        ("max_tokens: 200", "max_tokens: 64", "splitter.max_tokens", "resplit"),
        ("main_content_only: true", "main_content_only: false", "cleaner.main_content_only", "reparse"),
    ],
)
def test_a_comparison_says_what_changes_and_what_it_needs(
    indexed: APIClient, before: str, after: str, path: str, needs: str
) -> None:
    said = send(indexed, exported(indexed).replace(before, after), "/diff")
    assert (said["needs"], [change["path"] for change in said["changes"]]) == (needs, [path])
    lines = [(line["kind"], line["text"].strip()) for line in said["lines"] if line["kind"] != "same"]
    assert lines == [("removed", before), ("added", after)]
    wanted = {"settings": said["settings"], "collections": ["hr"]}
    assert indexed.post(f"{INDEXES}/estimate", wanted, format="json").json()["needs"] == needs


@pytest.mark.parametrize(
    ("before", "after", "path"),
    [
        ("version: 1", "version: 9", "version"),
        ("ocr: auto", "ocr: perhaps", "converter.ocr"),
        ("max_tokens: 200", "max_tokens: 1", "splitter.max_tokens"),
        ("precision: halfvec", "precision: int4", "index.precision"),
        ("dimensions: 384", "dimensions: 128", "embedder.dimensions"),
        ("main_content_only: true", "main_content_only: often", "cleaner.main_content_only"),
        ("index:", "indexes:", "indexes"),
    ],
)
def test_a_fault_is_named_by_path_and_line(indexed: APIClient, before: str, after: str, path: str) -> None:
    file = exported(indexed).replace(before, after)
    line = 1 + file[: file.index(after)].count("\n")
    said = send(indexed, file, "/check")
    assert [(fault["path"], fault["line"]) for fault in said["errors"]] == [(path, line)]
    assert send(indexed, file, method="put")["errors"][0]["field"] == path


def test_all_that_is_wrong_is_said_at_once_from_top_to_bottom(indexed: APIClient) -> None:
    file = exported(indexed)
    for before, after in (
        ("ocr: auto", "ocr: perhaps"),
        ("max_tokens: 200", "max_tokens: 1"),
        ("dimensions: 384", "dimensions: 128"),
        ("index:", "indexes:"),
    ):
        file = file.replace(before, after)
    paths = [fault["path"] for fault in send(indexed, file, "/check")["errors"]]
    assert paths == ["converter.ocr", "splitter.max_tokens", "embedder.dimensions", "indexes"]


@pytest.mark.parametrize(
    "content",
    [
        "version: [1",
        "version: 1\nindex: {precision: 2001-99-99}",
        "version: 1\nsplitter: {max_tokens: !!int many}",
        "version: 1\nsplitter: {max_tokens: !!int ''}",
        "version: 1\nconverter: &loop {ocr: *loop}",
        "[" * 50_000,
    ],
)
def test_what_is_no_yaml_is_said_to_be_none(indexed: APIClient, content: str) -> None:
    (error,) = send(indexed, content, "/check")["errors"]
    assert (error["line"] >= 1, error["detail"].startswith("Expected")) == (True, True)


def test_a_file_is_applied_once_and_gone_back_to(indexed: APIClient, run_jobs: Run) -> None:
    original = exported(indexed)
    send(indexed, original, method="put")
    smaller = original.replace("max_tokens: 200", "max_tokens: 64")
    before = len(found(indexed))
    applied = send(indexed, smaller, method="put")
    assert send(indexed, smaller, method="put") == applied
    run_jobs()
    assert send(indexed, smaller, method="put") == applied
    assert indexed.post(f"{INDEXES}/{applied['index']}/promote").status_code == 200
    assert (exported(indexed), len(found(indexed)) > before) == (smaller, True)
    assert send(indexed, "", "/history/1/revert")["needs"] == "resplit"
    history = indexed.get(f"{PIPELINE}/history").json()["results"]
    assert [(row["number"], row["content"]) for row in history] == [
        (3, original),
        (2, smaller),
        (1, original),
    ]


def test_a_history_says_who_asked_for_what_and_what_became_of_it(
    indexed: APIClient, ada: Actor, run_jobs: Run
) -> None:
    send(indexed, exported(indexed), method="put")
    applied = send(indexed, exported(indexed).replace("halfvec", "binary"), method="put")
    history = f"{PIPELINE}/history"
    newest, first = indexed.get(history).json()["results"]
    assert (newest["author"]["email"], newest["state"], first["state"]) == (ada.email, "building", None)
    run_jobs()
    assert indexed.post(f"{INDEXES}/{applied['index']}/promote").status_code == 200
    assert indexed.get(history).json()["results"][0]["state"] == "live"


def test_a_long_history_is_read_page_by_page(indexed: APIClient, tenant: TenantRef, ada: Actor) -> None:
    with tenant_scope(tenant), transaction.atomic():
        home = Collection.objects.get(slug="hr")
        PipelineFile.objects.bulk_create(
            PipelineFile(collection=home, number=number, content="version: 1", applied_by=ada.user_id)
            for number in range(1, 251)
        )
    numbers, link = [], f"{PIPELINE}/history?limit=120"
    while link:
        answer = indexed.get(link).json()
        numbers.append([row["number"] for row in answer["results"]])
        link = answer["next"]
    assert [len(page) for page in numbers] == [120, 120, 10]
    assert [number for page in numbers for number in page] == list(range(250, 0, -1))


def test_a_curator_looks_and_compares_but_applies_nothing(
    indexed: APIClient, tenant: TenantRef, api: Any
) -> None:
    curator = api(cast.make_member(tenant, "cora", role=Role.CURATOR))
    file = exported(curator)
    assert send(curator, file, "/check")["valid"]
    assert send(curator, file, "/diff")["needs"] == "nothing"
    assert curator.get(f"{PIPELINE}/history").status_code == 200
    for method, what in (("put", ""), ("post", "/history/1/revert")):
        assert send(curator, file, what, method)["code"] == "forbidden"


def test_a_pipeline_is_not_for_members(indexed: APIClient, ben: Any, api: Any) -> None:
    assert api(ben).get(PIPELINE).status_code == 403


def test_an_exported_file_names_its_schema_and_anyone_may_read_that(
    indexed: APIClient, tenant: TenantRef
) -> None:
    head = exported(indexed).splitlines()[0]
    address = head.removeprefix("# yaml-language-server: $schema=")
    assert urlsplit(address).hostname == f"{tenant.slug}.localhost"
    answer = APIClient(SERVER_NAME=f"{tenant.slug}.localhost").get(urlsplit(address).path)
    assert answer["Content-Type"] == "application/schema+json"
    assert Draft202012Validator(answer.json()).is_valid(yaml.safe_load(exported(indexed)))


def smaller(file: str, tokens: int) -> str:
    """Return a file that cuts smaller."""
    return file.replace("max_tokens: 200", f"max_tokens: {tokens}")


def test_a_file_that_somebody_else_changed_meanwhile_is_not_overwritten(
    indexed: APIClient, tenant: TenantRef, api: Any
) -> None:
    """And it is said who applied what; the file that did so is sent again without harm."""
    before = indexed.get(PIPELINE)
    base, file = before["ETag"], before.content.decode()
    other = api(cast.make_member(tenant, "cora", role=Role.ADMIN))
    first = send(other, file + "# kept\n", method="put", **{"If-Match": base})
    said = send(indexed, smaller(file, 64), method="put", **{"If-Match": base})
    assert (said["status"], said["code"]) == (412, "outdated")
    assert said["detail"].startswith("Cora applied file 1 (")
    assert send(other, file + "# kept\n", method="put", **{"If-Match": base}) == first
    now = indexed.get(PIPELINE)["ETag"]
    assert send(indexed, smaller(file, 64), method="put", **{"If-Match": f"W/{now}"})["number"] == 2


def test_a_promotion_meanwhile_is_a_change_too(indexed: APIClient, run_jobs: Run) -> None:
    file = exported(indexed)
    built = send(indexed, smaller(file, 64), method="put")["index"]
    base = indexed.get(PIPELINE)["ETag"]
    run_jobs()
    assert indexed.post(f"{INDEXES}/{built}/promote").status_code == 200
    said = send(indexed, smaller(file, 32), method="put", **{"If-Match": base})
    assert (said["status"], "promoted" in said["detail"]) == (412, True)
    assert send(indexed, "", "/history/1/revert", **{"If-Match": base})["number"] == 1


def test_going_back_overwrites_nothing_that_came_meanwhile(indexed: APIClient) -> None:
    base, file = indexed.get(PIPELINE)["ETag"], exported(indexed)
    send(indexed, file, method="put")
    send(indexed, smaller(file, 64), method="put")
    assert send(indexed, "", "/history/1/revert", **{"If-Match": base})["code"] == "outdated"
    assert send(indexed, "", "/history/1/revert", **{"If-Match": "*"})["number"] == 3


def test_a_comparison_names_what_it_was_made_with_and_what_it_showed_alone_is_applied(
    indexed: APIClient,
) -> None:
    file = exported(indexed)
    compared = send(indexed, smaller(file, 64), "/diff")
    assert compared["base"] == indexed.get(PIPELINE)["ETag"]
    send(indexed, file, method="put")
    said = send(indexed, smaller(file, 64), method="put", **{"If-Match": compared["base"]})
    assert said["status"] == 412
    again = send(indexed, smaller(file, 64), "/diff")["base"]
    assert send(indexed, smaller(file, 64), method="put", **{"If-Match": again})["number"] == 2


def test_a_base_that_was_never_given_is_told_from_an_old_one(indexed: APIClient) -> None:
    said = send(indexed, exported(indexed), method="put", **{"If-Match": "3"})
    assert (said["status"], "ETag" in said["detail"]) == (400, True)


def test_the_command_does_the_same(
    indexed: APIClient, tenant: TenantRef, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "hr.yaml"
    call_command("pipeline", "export", tenant.slug, str(file), collection="hr")
    file.write_text(file.read_text().replace("precision: halfvec", "precision: binary"))
    for verb, said in (("check", "right"), ("diff", "needs: derive"), ("apply", "is being built")):
        call_command("pipeline", verb, tenant.slug, str(file), collection="hr")
        assert said in capsys.readouterr().out
    file.write_text("version: 2")
    with pytest.raises(CommandError, match="line 1: version: Expected 1"):
        call_command("pipeline", "check", tenant.slug, str(file), collection="hr")
