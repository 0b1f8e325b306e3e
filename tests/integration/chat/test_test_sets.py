"""A question is kept with the documents that should be found for it."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.db import transaction
from rest_framework.test import APIClient

from chat import models
from project.kernel.db import tenant_scope
from tenants.types import Actor, Role
from tests.factories import cast
from tests.integration.chat.rows import document_of, hide

Sign = Callable[[Actor], APIClient]
CASE = {"question": "How many days?", "mode": "lexical", "settings": {"candidates": 80}}


@pytest.fixture
def ann(ada: Actor) -> Actor:
    """Return an analyst."""
    return cast.make_member(ada.tenant, "ann", role=Role.ANALYST)


def cases_path(client: APIClient, name: str = "Leave") -> str:
    made = client.post("/api/v1/test-sets", {"name": name}, format="json")
    assert made.status_code == 201, made.content
    return f"/api/v1/test-sets/{made.json()['id']}/cases"


def test_a_case_is_kept_with_what_it_expects(ada: Actor, ann: Actor, api: Sign) -> None:
    client, document = api(ann), str(document_of(ada))
    path = cases_path(client)
    for _ in range(2):
        sent = {**CASE, "expected_documents": [document]}
        assert client.post(path, sent, format="json").status_code == 201
    case = client.get(path).json()["results"][0]
    assert case["expected_documents"] == [{"id": document, "title": "Canary"}]
    assert (case["question"], case["mode"], case["settings"]) == tuple(CASE.values())
    assert [(s["name"], s["cases"]) for s in client.get("/api/v1/test-sets").json()["results"]] == [
        ("Leave", 2)
    ]


def test_what_an_analyst_may_not_see_is_counted_and_not_named(ada: Actor, ann: Actor, api: Sign) -> None:
    document = document_of(ada)
    path = cases_path(api(ann))
    api(ann).post(path, {**CASE, "expected_documents": [str(document)]}, format="json")
    hide(ada.tenant, document)
    (case,) = api(ann).get(path).json()["results"]
    assert (case["expected_documents"], case["hidden"], case["is_withheld"]) == ([], 1, True)
    assert (case["question"], case["collections"], case["settings"]) == ("", [], {})
    (shown,) = api(ada).get(path).json()["results"]
    assert (shown["question"], shown["is_withheld"]) == (CASE["question"], False)
    answer = api(ann).post(path, {**CASE, "expected_documents": [str(document)]}, format="json")
    never = api(ann).post(path, {**CASE, "expected_documents": [str(uuid4())]}, format="json")
    assert answer.status_code == never.status_code == 400
    assert answer.json()["errors"][0]["code"] == never.json()["errors"][0]["code"] == "unknown_document"


def test_a_case_that_still_expects_something_seen_is_shown_without_what_is_hidden(
    ada: Actor, ann: Actor, api: Sign
) -> None:
    open_one, hidden = document_of(ada), document_of(ada)
    client = api(ada)
    for slug in ("all", "board"):
        client.post("/api/v1/collections", {"slug": slug, "name": slug}, format="json")
    sent = {**CASE, "expected_documents": [str(open_one), str(hidden)], "collections": ["all", "board"]}
    path = cases_path(client)
    client.post(path, sent, format="json")
    client.patch("/api/v1/collections/board", {"readers": [ada.email]}, format="json")
    hide(ada.tenant, hidden)
    (case,) = api(ann).get(path).json()["results"]
    assert (case["question"], case["hidden"], case["collections"]) == (CASE["question"], 1, ["all"])


def test_an_erased_document_is_expected_no_more(ada: Actor, api: Sign, run_jobs: Callable[[], int]) -> None:
    client, document = api(ada), str(document_of(ada))
    path = cases_path(client)
    client.post(path, {**CASE, "expected_documents": [document]}, format="json")
    assert client.delete(f"/api/v1/documents/{document}").status_code == 204
    assert client.get(path).json()["results"] == []
    run_jobs()
    proof = client.get(f"/api/v1/documents/{document}/deletion").json()
    assert (proof["removed"]["test_cases"], proof["found"]["test_sets"], proof["is_complete"]) == (1, 0, True)


def test_a_case_and_a_set_are_removed_by_who_sees_what_they_are_about(
    ada: Actor, ann: Actor, api: Sign
) -> None:
    document = document_of(ada)
    path = cases_path(api(ann))
    made = [
        api(ann).post(path, {**CASE, "expected_documents": [str(document)]}, format="json").json()["id"]
        for _ in range(2)
    ]
    assert api(ann).delete(f"{path}/{made[0]}").status_code == 204
    assert api(ann).delete(f"{path}/{made[0]}").status_code == 404
    hide(ada.tenant, document)
    assert api(ann).delete(f"{path}/{made[1]}").status_code == 404
    assert len(api(ada).get(path).json()["results"]) == 1
    set_path = path.removesuffix("/cases")
    assert [api(ada).delete(set_path).status_code for _ in range(2)] == [204, 404]


def test_a_set_is_not_removed_by_who_does_not_see_its_cases(ada: Actor, ann: Actor, api: Sign) -> None:
    document = document_of(ada)
    path = cases_path(api(ada))
    api(ada).post(path, {**CASE, "expected_documents": [str(document)]}, format="json")
    hide(ada.tenant, document)
    set_path = path.removesuffix("/cases")
    refused = api(ann).delete(set_path)
    assert (refused.status_code, refused.json()["code"]) == (409, "withheld")
    assert api(ada).delete(set_path).status_code == 204
    events = api(ada).get("/api/v1/audit-events").json()["results"]
    assert [one["action"] for one in events].count("test_set.removed") == 1


def test_a_case_that_expects_nothing_any_more_is_removed_by_admins(ada: Actor, ann: Actor, api: Sign) -> None:
    path = cases_path(api(ada))
    sent = {**CASE, "expected_documents": [str(document_of(ada))]}
    case = api(ada).post(path, sent, format="json").json()["id"]
    with tenant_scope(ada.tenant), transaction.atomic():
        kept = models.TestSet.objects.get()
        kept.cases[0]["expected"] = []
        kept.save()
    assert [api(who).delete(f"{path}/{case}").status_code for who in (ann, ada)] == [404, 204]


def test_names_are_taken_once_and_wrong_settings_named(ada: Actor, api: Sign) -> None:
    client, document = api(ada), str(document_of(ada))
    path = cases_path(client)
    assert client.post("/api/v1/test-sets", {"name": "Leave"}, format="json").status_code == 409
    sent = {**CASE, "settings": {"luck": 1}, "expected_documents": [document]}
    answer = client.post(path, sent, format="json")
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "luck")


def test_a_member_has_none(cleo: Actor, api: Sign) -> None:
    assert api(cleo).get("/api/v1/test-sets").status_code == 403


def test_a_question_that_no_search_takes_is_refused_by_its_field(ada: Actor, api: Sign) -> None:
    client, document = api(ada), str(document_of(ada))
    path = cases_path(client)
    sent = {**CASE, "question": "-draft", "expected_documents": [document]}
    answer = client.post(path, sent, format="json")
    (error,) = answer.json()["errors"]
    assert (answer.status_code, error["field"], error["code"]) == (400, "question", "nothing_left")
