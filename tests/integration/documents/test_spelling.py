"""A misspelt word finds what was meant, by what the asker sees alone."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from rest_framework.test import APIClient

from documents.models import Document
from project.kernel.db import TenantRef, tenant_scope
from tenants.types import Actor
from tests.factories import cast, jobs
from tests.factories.bulk import send_lines

TEXTS = {
    "receipt": "Every receipt is handed in within a month.",
    "management": "The management approves all travel.",
    "holiday": "A holiday is asked for at the front office.",
    "german": "Überstunden werden vom Vorgesetzten genehmigt und in einer Liste geführt.",
    "code": "The form INV-2041 is kept for ten years.",
    "budget": "Budget, budget and midget.",
    "tailor": "A tip for the trim; who waits may relax.",
}
Sign = Callable[[Actor], APIClient]


@pytest.fixture(scope="module")
def library(database: None) -> APIClient:
    """Return an owner's client over a few texts."""
    client = cast.signed_in(cast.actor(cast.make_tenant("ada"), "ada"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("project.kernel.jobs.ledger.ring", lambda queue: None)
        client.post("/api/v1/collections", {"slug": "hr"}, format="json")
        send_lines(client, *({"external_id": n, "text": t, "collection": "hr"} for n, t in TEXTS.items()))
        jobs.run_all()
    return client


def search(client: APIClient, query: str, **body: Any) -> Any:
    """Search by words and return the answer's body."""
    asked = {"query": query, "mode": "lexical", "explain": True, **body}
    return client.post("/api/v1/search", asked, format="json").json()


def found(answer: Any) -> list[str]:
    return [result["document"]["external_id"] for result in answer["results"]]


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("reciept", "receipt"),
        ("recept", "receipt"),
        ("recxeipt", "receipt"),
        ("eceipt", "receipt"),
        ("holidya", "holiday"),
        ("hooliday", "holiday"),
        ("Überstudnen", "german"),
        ("uberstunden", "german"),
        ("mnaagment", "management"),
        ("Vorgesezten", "german"),
        ("Vorggesezten", "german"),
    ],
)
def test_a_misspelt_word_finds_what_was_meant(library: APIClient, query: str, name: str) -> None:
    assert found(search(library, query)) == [name]


def test_what_was_taken_for_what_is_said(library: APIClient) -> None:
    assert search(library, "reciept of travel")["explanation"]["corrected"] == {"reciept": ["receipt"]}
    assert "corrected" not in search(library, "receipt of travel")["explanation"]


@pytest.mark.parametrize("query", ["INV-2042", "budget", '"reciept"', "BUGDET", "hol"])
def test_what_exists_or_was_meant_so_is_not_corrected(library: APIClient, query: str) -> None:
    assert "corrected" not in search(library, query)["explanation"]


@pytest.mark.parametrize(
    "query",
    [
        pytest.param("trip", id="a short word that lies near to several means none of them"),
        pytest.param("relational", id="nor does one whose stem alone lies near to a term"),
    ],
)
def test_a_word_that_is_only_missing_is_not_taken_for_another(library: APIClient, query: str) -> None:
    assert "corrected" not in search(library, query)["explanation"]


def test_a_word_that_was_not_written_weighs_less(library: APIClient) -> None:
    written, meant = (
        search(library, query)["results"][0]["scores"]["lexical"] for query in ("receipt", "reciept")
    )
    assert meant == pytest.approx(0.8 * written)


def test_whoever_does_not_want_it_searches_as_it_is_written(library: APIClient) -> None:
    assert found(search(library, "reciept", settings={"correct_spelling": False})) == []


def test_words_of_hidden_documents_neither_help_nor_hinder(
    ada: Actor, ben: Actor, cleo: Actor, api: Sign, run_jobs: Callable[[], int]
) -> None:
    owner = api(ada)
    owner.post("/api/v1/collections", {"slug": "hr"}, format="json")
    owner.post("/api/v1/collections", {"slug": "board", "readers": ["engineering"]}, format="json")
    send_lines(owner, {"external_id": "open", "text": "The lantern hangs in the hall.", "collection": "hr"})
    send_lines(owner, {"external_id": "board", "text": "Lintern and ziggurat.", "collection": "board"})
    run_jobs()
    assert "corrected" not in search(api(cleo), "zigurat")["explanation"]
    for query in ("lintern", "lontern"):
        answer = search(api(cleo), query)
        assert (found(answer), answer["explanation"]["corrected"]) == (["open"], {query: ["lantern"]})
    assert found(search(api(ben), "zigurat")) == ["board"]
    assert found(search(api(ben), "lintern")) == ["board"]


def test_a_word_that_is_written_right_as_well_counts_once(library: APIClient) -> None:
    (twice,) = search(library, "reciept receipt")["results"]
    (once,) = search(library, "receipt")["results"]
    assert twice["scores"]["lexical"] == once["scores"]["lexical"]


def test_what_is_over_is_meant_by_nobody_however_late_its_job_may_be(
    ada: Actor, api: Sign, run_jobs: Callable[[], int], tenant: TenantRef
) -> None:
    owner = api(ada)
    owner.post("/api/v1/collections", {"slug": "hr"}, format="json")
    send_lines(owner, {"external_id": "old", "text": "The ziggurat is closed.", "collection": "hr"})
    send_lines(owner, {"external_id": "new", "text": "The lantern hangs in the hall.", "collection": "hr"})
    run_jobs()
    assert found(search(owner, "zigurat")) == ["old"]
    with tenant_scope(tenant), transaction.atomic():
        Document.objects.filter(external_id="old").update(expires_at=timezone.now() - timedelta(seconds=1))
    answer = search(owner, "zigurat")
    assert (found(answer), answer["explanation"].get("corrected")) == ([], None)
