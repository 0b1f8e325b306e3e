"""Give feedback, take it back, triage it, export it."""

import csv
import io
import json

import pytest

from tenants.types import Actor, Role
from tests.factories import cast
from tests.factories.sockets import Json
from tests.fakes.author import ScriptedAuthor
from tests.integration.chat.test_rest import Signs, ask

DOWN = {"rating": "down", "reasons": ["wrong_answer", "incomplete"], "comment": "It is six."}


@pytest.fixture
def message(ben: Actor, api: Signs, author: ScriptedAuthor) -> str:
    """Return an answer that Ben was given."""
    return str(ask(api(ben))["message"])


def give(who: Actor, api: Signs, message: str, **fields: object) -> Json:
    """Give feedback."""
    response = api(who).put(f"/api/v1/messages/{message}/feedback", DOWN | fields, format="json")
    assert response.status_code == 200, response.content
    given: Json = response.json()
    return given


def inbox(who: Actor, api: Signs, query: str = "") -> list[Json]:
    """List the inbox."""
    results: list[Json] = api(who).get(f"/api/v1/feedback?{query}").json()["results"]
    return results


def test_feedback_keeps_what_was_in_force(ada: Actor, ben: Actor, api: Signs, message: str) -> None:
    assert give(ben, api, message)["comment"] == "It is six."
    (entry,) = inbox(ada, api)
    assert (entry["settings"], entry["index_version"]) == ({"model": "scripted"}, 3)
    assert (entry["message"], entry["status"]) == (message, "new")
    assert entry["person"]["email"] == ben.email


def test_a_second_opinion_takes_the_place_of_the_first(
    ada: Actor, ben: Actor, api: Signs, message: str
) -> None:
    give(ben, api, message)
    give(ben, api, message, rating="up", reasons=[])
    assert [entry["rating"] for entry in inbox(ada, api)] == ["up"]


def test_feedback_is_taken_back_once(ben: Actor, api: Signs, message: str) -> None:
    give(ben, api, message)
    path = f"/api/v1/messages/{message}/feedback"
    assert [api(ben).delete(path).status_code for _ in range(2)] == [204, 404]


def test_nobody_rates_an_answer_to_somebody_else(
    ada: Actor, cleo: Actor, max_: Actor, api: Signs, message: str
) -> None:
    for stranger in (ada, cleo, max_):
        response = api(stranger).put(f"/api/v1/messages/{message}/feedback", DOWN, format="json")
        assert response.status_code == 404


@pytest.mark.parametrize("wrong", [{"rating": "five"}, {"reasons": ["because"]}, {"comment": "x" * 4001}])
def test_a_wrong_opinion_names_its_field(ben: Actor, api: Signs, message: str, wrong: Json) -> None:
    response = api(ben).put(f"/api/v1/messages/{message}/feedback", DOWN | wrong, format="json")
    assert response.status_code == 400
    assert response.json()["errors"][0]["field"].startswith(next(iter(wrong)))


@pytest.mark.parametrize(
    ("query", "count"),
    [("rating=down", 1), ("rating=up", 0), ("reason=incomplete", 1), ("reason=style", 0), ("status=new", 1)],
)
def test_the_inbox_is_narrowed(
    ada: Actor, ben: Actor, api: Signs, message: str, query: str, count: int
) -> None:
    give(ben, api, message)
    assert len(inbox(ada, api, query)) == count


def test_an_analyst_triages(ben: Actor, api: Signs, message: str) -> None:
    give(ben, api, message)
    analyst = cast.make_member(ben.tenant, "ann", role=Role.ANALYST)
    (entry,) = inbox(analyst, api)
    change = {"status": "resolved", "diagnosis": "not_retrieved", "note": "Split smaller."}
    path = f"/api/v1/feedback/{entry['id']}"
    assert api(analyst).patch(path, change, format="json").json().items() >= change.items()
    assert len(inbox(analyst, api, "status=resolved&diagnosis=not_retrieved")) == 1


def test_a_member_sees_no_inbox(ben: Actor, api: Signs, message: str) -> None:
    assert api(ben).get("/api/v1/feedback").status_code == 403
    assert api(ben).get("/api/v1/feedback/export").status_code == 403


def test_another_company_sees_no_feedback(max_: Actor, ben: Actor, api: Signs, message: str) -> None:
    give(ben, api, message)
    assert inbox(max_, api) == []


def test_a_formula_in_a_comment_is_exported_as_text(ada: Actor, ben: Actor, api: Signs, message: str) -> None:
    give(ben, api, message, comment='=HYPERLINK("http://x")')
    response = api(ada).get("/api/v1/feedback/export?format=csv")
    (row,) = csv.DictReader(io.StringIO(response.content.decode()))
    assert row["comment"] == '\'=HYPERLINK("http://x")'
    assert row["question"] == "How many days?"


def test_json_lines_carry_the_whole_entry(ada: Actor, ben: Actor, api: Signs, message: str) -> None:
    give(ben, api, message)
    response = api(ada).get("/api/v1/feedback/export")
    (line,) = response.content.decode().splitlines()
    assert json.loads(line)["reasons"] == ["incomplete", "wrong_answer"]
