"""A search says how it weighed its legs, and does so by what its tenant's collections have learned."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from rest_framework.test import APIClient

from documents.access import access_collection
from documents.search.tuning import write_tuning
from documents.search.viewing import read_views
from project.kernel.db import tenant_scope
from tenants.types import Actor
from tests.factories.bulk import send_lines


def asked(client: APIClient, query: str) -> dict[str, Any]:
    found: dict[str, Any] = client.post(
        "/api/v1/search", {"query": query, "explain": True}, format="json"
    ).json()
    return found


def test_the_explanation_says_what_told_of_the_legs(client: APIClient, run_jobs: Callable[[], int]) -> None:
    send_lines(client, {"external_id": "gym", "text": "The gym is refunded.", "collection": "hr"})
    run_jobs()
    (known,) = asked(client, "gym refunded")["explanation"]["fusion"]
    (unknown,) = asked(client, "gym reimbursement sports")["explanation"]["fusion"]
    assert known["evidence"]["unknown"] == 0
    assert unknown["evidence"]["unknown"] > 0.4
    assert unknown["dense_share"] > known["dense_share"]


def test_a_collection_is_weighed_by_what_it_has_learned(
    client: APIClient, run_jobs: Callable[[], int], ada: Actor
) -> None:
    client.post("/api/v1/collections", {"slug": "it", "name": "IT"}, format="json")
    for slug in ("hr", "it"):
        send_lines(client, {"external_id": slug, "text": "The gym is refunded.", "collection": slug})
    run_jobs()
    with tenant_scope(ada.tenant), transaction.atomic():
        own = access_collection(actor=ada, slug="it").pk
        write_tuning("weights", {"": {"dense": 0.0}, str(own): {"dense": 8.0}, "999999": {"dense": 1.0}})
    found = asked(client, "gym refunded")
    (fusion,) = found["explanation"]["fusion"]
    assert fusion["own_shares"].keys() == {"it"}
    assert fusion["own_shares"]["it"] > 0.9 > fusion["dense_share"]
    fused = {one["document"]["external_id"]: one["scores"] for one in found["results"]}
    assert fused["it"]["fused"] != fused["hr"]["fused"]


@pytest.mark.usefixtures("ben")
def test_collections_that_one_may_not_know_of_are_not_named_by_their_weights(
    client: APIClient, run_jobs: Callable[[], int], api: Callable[[Actor], APIClient], ada: Actor, cleo: Actor
) -> None:
    for slug in ("merger", "empty"):
        readers = {"readers": ["engineering"]} if slug == "merger" else {}
        made = {"slug": slug, "name": slug.title(), **readers}
        assert client.post("/api/v1/collections", made, format="json").status_code == 201
    for slug in ("hr", "merger"):
        send_lines(client, {"external_id": slug, "text": "The gym is refunded.", "collection": slug})
    run_jobs()
    with tenant_scope(ada.tenant), transaction.atomic():
        own = [access_collection(actor=ada, slug=slug).pk for slug in ("hr", "merger", "empty")]
        write_tuning("weights", {str(key): {"dense": 8.0} for key in own})
    for client_of, told in ((client, {"hr", "merger"}), (api(cleo), {"hr"})):
        (fusion,) = asked(client_of, "gym refunded")["explanation"]["fusion"]
        assert fusion["own_shares"].keys() == told
    with tenant_scope(ada.tenant), transaction.atomic():
        (view,) = read_views(cleo, ())
    assert view.weights.keys() == {"hr", "empty"}
