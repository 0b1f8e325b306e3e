"""Quotation marks keep a search to what holds their words side by side; a hyphen leaves passages out."""

from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient

from tenants.types import Actor
from tests.factories import cast, jobs
from tests.factories.bulk import send_lines

TEXTS = {
    "annual": "Annual leave is thirty days for everybody who works here.",
    "apart": "Leave is counted once annual accounts are closed.",
    "draft": "First draft of the annual leave policy: forty days.",
    "will": "Either side may end employment at will, without a reason.",
    "titled": "Thirty days are granted to all.",
    "german": "Der Jahresurlaub wird beim Vorgesetzten beantragt und von ihm genehmigt; Überstunden sind selten.",
    "japanese": "年次有給休暇は入社日から付与されます。申請は人事部まで。",
    "code": "The build in C++ needs the C compiler; see INV-2041.",
}
ALL = set(TEXTS)


@pytest.fixture(scope="module")
def library(database: None) -> APIClient:
    """Return an owner's client over a few texts."""
    client = cast.signed_in(cast.actor(cast.make_tenant("ada"), "ada"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("project.kernel.jobs.ledger.ring", lambda queue: None)
        client.post("/api/v1/collections", {"slug": "hr"}, format="json")
        titles = {"titled": "Parental leave"}
        lines = [
            {"external_id": name, "title": titles.get(name, name), "text": text, "collection": "hr"}
            for name, text in TEXTS.items()
        ]
        send_lines(client, *lines)
        jobs.run_all()
    return client


def search(client: APIClient, query: str, **body: Any) -> Any:
    """Search and return the answer's body."""
    asked = {"query": query, "k": 50, "explain": True, **body}
    return client.post("/api/v1/search", asked, format="json").json()


def found(answer: Any) -> set[str]:
    return {result["document"]["external_id"] for result in answer["results"]}


@pytest.mark.parametrize("mode", ["hybrid", "dense", "lexical"])
@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ('"annual leave" of thirty days', {"annual", "draft"}),
        ('thirty days "ANNUAL   Leave"', {"annual", "draft"}),
        ('"annual leave" days -draft', {"annual"}),
        ('"parental leave" days', {"titled"}),
        ("Wie wird der „Jahresurlaub wird“ beantragt?", {"german"}),
        ("「有給休暇」の申請", {"japanese"}),
        ('compiler "C++"', {"code"}),
        ('"INV 2041" build', {"code"}),
    ],
)
def test_only_what_holds_the_phrase_and_not_the_excluded(
    library: APIClient, mode: str, query: str, expected: set[str]
) -> None:
    answer = search(library, query, mode=mode)
    assert (found(answer), "phrases" in answer["degraded"]) == (expected, False)


@pytest.mark.parametrize("mode", ["hybrid", "dense", "lexical"])
@pytest.mark.parametrize(
    ("query", "gone"),
    [
        ("leave days -draft", {"draft"}),
        ("leave days -drafts", {"draft"}),
        ("days leave -the", {"draft", "code"}),
        ('build compiler -"C++"', {"code"}),
        ("申請 休暇 -人事部", {"japanese"}),
        ("Überstunden -beantragt", {"german"}),
        ("leave -INV-2041 build", {"code"}),
        ('annual leave days -"annual leave"', {"annual", "draft"}),
    ],
)
def test_what_is_excluded_never_appears_and_all_else_stays(
    library: APIClient, mode: str, query: str, gone: set[str]
) -> None:
    names = found(search(library, query, mode=mode))
    assert not names & gone
    assert mode == "lexical" or names == ALL - gone


def test_a_phrase_of_common_words_is_found(library: APIClient) -> None:
    assert found(search(library, 'What does "at will" mean?')) == {"will"}


def test_a_phrase_that_nothing_holds_is_searched_for_as_words_and_said(library: APIClient) -> None:
    answer = search(library, '"leave annual" days')
    assert found(answer) == ALL
    assert "phrases" in answer["degraded"]
    assert answer["explanation"]["phrases_not_found"] == ["leave annual"]


def test_phrases_that_no_passage_holds_together_are_each_enough(library: APIClient) -> None:
    answer = search(library, '"annual leave" "at will" "nothing at all"')
    assert found(answer) == {"annual", "draft", "will"}
    assert answer["explanation"]["phrases_not_found"] == ["nothing at all"]
    assert answer["explanation"]["phrases_not_found_together"] is True


def test_single_quotes_and_inches_bound_nothing(library: APIClient) -> None:
    for query in ("What does 'annual leave' mean?", 'a 5" pipe and a 6" pipe', "leave -5 degrees - now"):
        answer = search(library, query)
        assert (found(answer), "phrases" in answer["explanation"]) == (ALL, False)


@pytest.mark.parametrize(
    "query", ["-draft", '""', "leave -leave", '-"annual leave" -draft', "the leave -leave"]
)
def test_a_question_that_excludes_all_it_asks_for_is_refused(library: APIClient, query: str) -> None:
    answer = library.post("/api/v1/search", {"query": query}, format="json")
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (400, "nothing_left")


def test_a_filter_bounds_where_a_phrase_is_looked_for(library: APIClient) -> None:
    answer = search(library, '"annual leave"', collections=["hr"], filter={"nowhere": 1})
    assert (found(answer), answer["explanation"]["phrases_not_found"]) == (set(), ["annual leave"])


def test_a_phrase_of_a_hidden_document_is_as_one_that_is_nowhere(
    ada: Actor, ben: Actor, cleo: Actor, api: Callable[[Actor], APIClient], run_jobs: Callable[[], int]
) -> None:
    owner = api(ada)
    owner.post("/api/v1/collections", {"slug": "hr"}, format="json")
    owner.post("/api/v1/collections", {"slug": "board", "readers": ["engineering"]}, format="json")
    send_lines(owner, {"external_id": "open", "text": "The canteen opens at noon.", "collection": "hr"})
    send_lines(owner, {"external_id": "board", "text": "Project Lantern buys Hooli.", "collection": "board"})
    run_jobs()
    for query in ('"Project Lantern" canteen', '"Project Ziggurat" canteen'):
        answer = search(api(cleo), query)
        assert (found(answer), "phrases" in answer["degraded"]) == ({"open"}, True)
    assert found(search(api(ben), '"Project Lantern" canteen')) == {"board"}
