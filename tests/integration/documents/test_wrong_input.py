"""Input that no row can hold or match is refused with 400, never answered with a fault of ours."""

import base64
import json
import secrets
from typing import Any
from urllib.parse import urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, transaction
from rest_framework.test import APIClient

from documents.indexing.placing import audience_of
from project.kernel.db import TenantRef, shared_scope, tenant_scope
from project.kernel.problems import answer_problem
from tenants.models import Group
from tenants.types import Actor
from tests.integration.documents.conftest import Upload

DOCUMENTS = "/api/v1/documents"


def forged(position: str) -> str:
    """Return a cursor that we never gave."""
    return urlencode({"cursor": base64.b64encode(f"p={position}".encode()).decode()})


@pytest.mark.parametrize("position", ["abc", "1" * 5000])
def test_a_forged_cursor(client: APIClient, upload: Upload, position: str) -> None:
    shown = upload()
    for path in (DOCUMENTS, f"{DOCUMENTS}/{shown['id']}/chunks", "/api/v1/groups"):
        answer = client.get(f"{path}?{forged(position)}")
        assert (answer.status_code, answer.json()["code"]) == (400, "invalid"), path


@pytest.mark.parametrize("query", ["q=%00", "collection=a%00", "metadata.k=%00", "metadata.%00=1"])
def test_a_null_character_in_the_address(client: APIClient, query: str) -> None:
    assert client.get(f"{DOCUMENTS}?{query}").status_code == 400


@pytest.mark.parametrize("key", ["2024", "99999999999", "-1", "a.b", "it's"])
def test_a_name_in_the_metadata_is_a_name_whatever_it_looks_like(
    client: APIClient, upload: Upload, key: str
) -> None:
    shown = upload(metadata=json.dumps({key: "x"}))
    found = client.get(DOCUMENTS, {f"metadata.{key}": "x"})
    assert [document["id"] for document in found.json()["results"]] == [shown["id"]]
    assert client.get(DOCUMENTS, {f"metadata.{key}": "y"}).json()["results"] == []


@pytest.mark.parametrize("value", [r'"\u0000"', r'"\ud800"', "1e999"])
def test_json_that_cannot_be_stored(client: APIClient, upload: Upload, value: str) -> None:
    shown = upload()
    bodies = {
        "/api/v1/search": '{"query": "leave", "filter": {"k": %s}}',
        "/api/v1/collections": '{"slug": "x", "settings": {"k": %s}}',
        "/api/v1/indexes": '{"settings": {"embedder": %s}}',
    }
    for path, body in bodies.items():
        answer = client.post(path, body % value, content_type="application/json")
        assert (answer.status_code, bool(answer.json()["errors"])) == (400, True), path
    changed = f'{{"metadata": {{"k": {value}}}}}'
    answer = client.patch(f"{DOCUMENTS}/{shown['id']}", changed, content_type="application/json")
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "metadata")


def test_a_media_type_that_is_too_long(client: APIClient) -> None:
    file = SimpleUploadedFile("a.txt", b"text", "text/" + "x" * 300)
    assert client.post(DOCUMENTS, {"collection": "hr", "file": file}).status_code == 400


@pytest.mark.parametrize("version", ["9" * 5000, "0", "x"])
def test_a_version_that_is_no_number(client: APIClient, upload: Upload, version: str) -> None:
    shown = upload()
    answer = client.get(f"{DOCUMENTS}/{shown['id']}/file?version={version}")
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "version")


@pytest.mark.parametrize("splitter", [[1], None, {"max_tokens": True}, {"overlap_tokens": True}])
def test_a_splitter_that_is_none(client: APIClient, splitter: Any) -> None:
    answer = client.post("/api/v1/indexes", {"settings": {"splitter": splitter}}, format="json")
    assert (answer.status_code, answer.json()["errors"][0]["field"].startswith("settings")) == (400, True)


def test_a_name_outside_that_no_index_holds(client: APIClient) -> None:
    file = SimpleUploadedFile("a.txt", b"text")
    answer = client.post(DOCUMENTS, {"collection": "hr", "file": file, "external_id": "€" * 400})
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "external_id")


@pytest.mark.parametrize(("number", "status"), [(50, 200), (51, 400)])
def test_readers_are_as_many_as_an_index_holds(
    client: APIClient, tenant: TenantRef, number: int, status: int
) -> None:
    with shared_scope():
        Group.objects.bulk_create(
            [Group(tenant_id=tenant.id, slug=f"g{i}", name=f"G {i}") for i in range(number)]
        )
    names = [f"g{i}" for i in range(number)]
    answer = client.patch("/api/v1/collections/hr", {"readers": names}, format="json")
    assert answer.status_code == status


def test_what_no_index_holds_is_no_fault_of_the_database(client: APIClient, ada: Actor) -> None:
    with tenant_scope(ada.tenant), transaction.atomic(), pytest.raises(OperationalError) as caught:
        audience_of([secrets.token_hex(2000)])
    answered = answer_problem(caught.value, {})
    assert answered is not None
    assert answered.status_code == 400
