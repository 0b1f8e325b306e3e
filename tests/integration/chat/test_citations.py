"""Answers cite the documents that their reader may see, at every later look as well."""

from collections.abc import Callable

import pytest
from rest_framework.test import APIClient

from tenants.types import Actor
from tests.factories.sockets import Json
from tests.integration.chat.test_rest import Signs, ask
from tests.integration.documents.conftest import Upload, client, upload

__all__ = ["client", "upload"]

QUESTION = "How many weeks of parental leave do engineers get?"
LEAVE = "# Leave\n\nEngineers get fourteen weeks of parental leave. Leave is paid in full."


@pytest.fixture
def document(upload: Upload, ben: Actor, run_jobs: Callable[[], int]) -> Json:
    """Return a document that the engineers read."""
    shown = upload(LEAVE, name="leave.md", readers="engineering")
    run_jobs()
    return shown


def citations(who: APIClient, conversation: str) -> list[Json]:
    """Return the citations that a conversation shows now."""
    (message,) = who.get(f"/api/v1/conversations/{conversation}").json()["messages"]
    cited: list[Json] = message["citations"]
    return cited


def test_an_answer_cites_the_words_of_a_document(ben: Actor, api: Signs, document: Json) -> None:
    answer = ask(api(ben), question=QUESTION)
    assert (answer["outcome"], answer["degraded"]) == (
        "passages_only",
        ["model"],
    )  # no model server runs here
    assert "fourteen weeks" in answer["answer"]
    assert answer["citations"][0]["document"]["id"] == document["id"]
    assert [cited["quote"] for cited in citations(api(ben), answer["conversation"])] == [
        cited["quote"] for cited in answer["citations"]
    ]


def test_who_may_not_read_a_document_gets_no_answer_from_it(cleo: Actor, api: Signs, document: Json) -> None:
    answer = ask(api(cleo), question=QUESTION)
    assert (answer["outcome"], answer["citations"]) == ("no_answer", [])
    assert "fourteen" not in str(answer)


def test_citations_vanish_with_the_right_to_read(
    ben: Actor, api: Signs, client: APIClient, document: Json
) -> None:
    answer = ask(api(ben), question=QUESTION)
    path = f"/api/v1/documents/{document['id']}"
    owner = client.get("/api/v1/session").json()["user"]["email"]
    client.patch(path, {"readers": [owner]}, format="json")
    assert citations(api(ben), answer["conversation"]) == []


def test_the_inbox_shows_what_an_answer_rests_on(ada: Actor, ben: Actor, api: Signs, document: Json) -> None:
    answer = ask(api(ben), question=QUESTION)
    path = f"/api/v1/messages/{answer['message']}/feedback"
    api(ben).put(path, {"rating": "up"}, format="json")
    (entry,) = api(ada).get("/api/v1/feedback").json()["results"]
    assert [cited["document"]["id"] for cited in entry["citations"]][:1] == [document["id"]]


def test_citations_vanish_with_their_document(
    ben: Actor, api: Signs, client: APIClient, document: Json
) -> None:
    answer = ask(api(ben), question=QUESTION)
    assert client.delete(f"/api/v1/documents/{document['id']}").status_code == 204
    assert citations(api(ben), answer["conversation"]) == []


def test_the_question_stays_within_the_collections_that_were_chosen(
    ben: Actor, api: Signs, client: APIClient, document: Json
) -> None:
    client.post("/api/v1/collections", {"slug": "it", "name": "IT"}, format="json")
    assert ask(api(ben), question=QUESTION, collections=["it"])["outcome"] == "no_answer"
