"""Lists, bulk edits and searches take one filter, and tell nobody what is hidden from them."""

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import pytest
from django.db import transaction
from rest_framework.test import APIClient

from documents.models import Collection, Source, SourceItem
from project.kernel.db import TenantRef, tenant_scope
from tenants.types import Actor
from tests.integration.documents.conftest import Upload

Run = Callable[[], int]
Sign = Callable[[Actor], APIClient]
DOCUMENTS = "/api/v1/documents"


def listed(client: APIClient, wanted: Any) -> Any:
    """Return the names of the documents that a filter leaves in a list, or what is wrong with it."""
    text = wanted if isinstance(wanted, str) else json.dumps(wanted)
    answer = client.get(f"{DOCUMENTS}?{urlencode({'filter': text})}")
    body = answer.json()
    return [row["external_id"] for row in body["results"]] if answer.status_code == 200 else body["errors"]


def searched(client: APIClient, wanted: dict[str, Any]) -> list[str]:
    """Return the names of the documents that a filter leaves in a search."""
    found = client.post("/api/v1/search", {"query": "leave", "filter": wanted}, format="json").json()[
        "results"
    ]
    return [result["document"]["external_id"] for result in found]


@pytest.fixture
def two(client: APIClient, upload: Upload, run_jobs: Run, ben: Actor) -> None:
    """Upload a document that Ben owns, and one that nobody does."""
    owned = upload("Leave is long.", "a.md", external_id="a", metadata='{"team": "hr"}')
    upload("Leave is short.", "b.txt", external_id="b")
    client.patch(f"{DOCUMENTS}/{owned['id']}", {"owner": ben.email}, format="json")
    run_jobs()


def put_source(tenant: TenantRef, slug: str, name: str, document: str, by: UUID) -> None:
    """Let a document come from a source of a collection."""
    with tenant_scope(tenant), transaction.atomic():
        collection = Collection.objects.get(slug=slug)
        source = Source.objects.create(kind="web", name=name, collection=collection, created_by=by)
        found = Collection.objects.get(slug="hr").documents.get(external_id=document)
        SourceItem.objects.create(source=source, external_id="x", document_id=found.pk)


@pytest.mark.usefixtures("two")
@pytest.mark.parametrize(
    "wanted", [{"team": "hr"}, {"document.type": "md"}, {"not": {"document.filename": "b.txt"}}]
)
def test_a_list_takes_the_filter_of_a_search(client: APIClient, wanted: dict[str, Any]) -> None:
    assert listed(client, wanted) == searched(client, wanted) == ["a"]


@pytest.mark.usefixtures("two")
def test_an_owner_goes_by_address_or_id(client: APIClient, ben: Actor, api: Sign) -> None:
    for who in (ben.email, ben.email.upper(), str(ben.user_id), [ben.email, "me"]):
        assert listed(client, {"document.owner": who}) == ["a"]
    assert listed(client, {"document.owner": {"exists": False}}) == ["b"]
    assert listed(api(ben), {"document.owner": "me"}) == ["a"]


@pytest.mark.usefixtures("two")
def test_an_owner_who_is_nobody_is_named_by_their_place(client: APIClient) -> None:
    (fault,) = listed(client, {"or": [{"team": "hr"}, {"document.owner": ["me", "x@example.com"]}]})
    assert (fault["field"], fault["code"]) == ("filter.or[1].document.owner[1]", "unknown_member")


@pytest.mark.parametrize("text", ["{", "[]", '"x"', "7", '{"a": {"abuot": 1}}'])
def test_a_filter_that_is_none_is_refused(client: APIClient, text: str) -> None:
    assert listed(client, text)[0]["field"].startswith("filter")


@pytest.mark.usefixtures("two")
def test_a_bulk_edit_takes_the_filter_of_a_search(client: APIClient) -> None:
    body = {"filter": {"filter": {"not": {"team": "hr"}}}, "set": {"metadata": {"team": "it"}}}
    assert client.post(f"{DOCUMENTS}/bulk-edit", body, format="json").json()["changed"] == 1
    assert listed(client, {"team": "it"}) == ["b"]


@pytest.mark.usefixtures("two")
def test_a_source_goes_by_its_name_to_those_who_see_its_collection(
    client: APIClient, ada: Actor, ben: Actor, api: Sign
) -> None:
    """Who was given a document alone does not learn by guessing where it comes from."""
    client.post(
        "/api/v1/collections", {"slug": "closed", "name": "Closed", "readers": [ada.email]}, format="json"
    )
    put_source(ada.tenant, "hr", "Handbook", "a", ada.user_id)
    put_source(ada.tenant, "closed", "Secret", "b", ada.user_id)
    for wanted, to_ada, to_ben in (
        ({"document.source": "Handbook"}, ["a"], ["a"]),
        ({"document.source": "Secret"}, ["b"], []),
        ({"document.source": {"exists": True}}, ["b", "a"], ["a"]),
    ):
        assert listed(client, wanted) == to_ada
        assert sorted(searched(client, wanted)) == sorted(to_ada)
        assert listed(api(ben), wanted) == searched(api(ben), wanted) == to_ben
