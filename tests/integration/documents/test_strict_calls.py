"""What means nothing in a body or an address is refused by its name, and nothing is done."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from tests.integration.documents.conftest import Upload


@pytest.mark.parametrize(
    ("path", "body", "field", "sentence"),
    [
        ("collections", {"slug": "x", "reader": ["eng"]}, "reader", "Did you mean `readers`?"),
        ("search", {"query": "leave", "collection": "docs"}, "collection", "Did you mean `collections`?"),
        (
            "search",
            {"query": "leave", "top_k": 1},
            "top_k",
            "Expected any of `as_of`, `as_person`, `collections`",
        ),
        ("indexes/estimate", {"splitter": {}}, "splitter", "Expected any of `collections`, `settings`."),
        ("indexes/sizing", {"passages": 5}, "passages", "`vectors`"),
        ("answers", {"question": "Leave?", "filters": {}}, "filters", "Did you mean `filter`?"),
        ("groups", {"name": "Eng", "slugg": "eng"}, "slugg", "Did you mean `slug`?"),
        ("groups", {"name": "Eng", "slug": "eng", "members": ["ben"]}, "members", "`name`"),
        ("collections/hr/preview-chunks", {"text": "x", "splitter": {}}, "splitter", "`settings`"),
    ],
)
def test_an_unknown_field_is_named_with_the_one_that_it_is_near(
    client: APIClient, path: str, body: dict[str, Any], field: str, sentence: str
) -> None:
    answer = client.post(f"/api/v1/{path}", body, format="json")
    problem = answer.json()
    assert (answer.status_code, problem["code"], problem["errors"][0]["field"]) == (
        400,
        "unknown_field",
        field,
    )
    assert problem["detail"].startswith(f"There is no field `{field}` here.")
    assert sentence in problem["detail"]


def test_readers_that_are_misspelled_leave_the_collection_as_it_is(client: APIClient) -> None:
    client.patch("/api/v1/collections/hr", {"reader": ["hr"], "name": "New"}, format="json")
    assert client.get("/api/v1/collections/hr").json()["name"] == "People"


def test_an_upload_names_the_field_of_a_form_that_it_does_not_know(client: APIClient, upload: Upload) -> None:
    with pytest.raises(AssertionError, match=r"Did you mean `readers`\?"):
        upload(reader="hr")


def test_a_field_inside_of_another_is_named_by_its_path(client: APIClient) -> None:
    schedule = {"every": "day", "minute": 5}
    body = {"kind": "website", "name": "x", "collection": "hr", "schedule": schedule}
    problem = client.post("/api/v1/sources", body, format="json").json()
    assert (problem["code"], problem["errors"][0]["field"]) == ("unknown_field", "schedule.minute")


@pytest.mark.parametrize(
    ("query", "field", "code"),
    [
        ("colection=hr", "colection", "unknown_parameter"),
        ("limit=0", "limit", "invalid"),
        ("limit=-3", "limit", "invalid"),
        ("limit=many", "limit", "invalid"),
        ("collection=gone", "collection", "unknown_collection"),
        ("owner=nobody@acme.example", "owner", "unknown_member"),
    ],
)
def test_an_address_of_a_list_says_only_what_means_something(
    client: APIClient, query: str, field: str, code: str
) -> None:
    answer = client.get(f"/api/v1/documents?{query}")
    wrong = answer.json()["errors"][0]
    assert (answer.status_code, wrong["field"], wrong["code"]) == (400, field, code)


@pytest.mark.parametrize("path", ["queues", "documents/failures", "embedders"])
@pytest.mark.parametrize("parameter", ["limit", "cursor"])
def test_a_short_list_has_no_pages(client: APIClient, path: str, parameter: str) -> None:
    """It is answered as a whole, in the form of a page."""
    answer = client.get(f"/api/v1/{path}?{parameter}=1")
    assert (answer.status_code, answer.json()["code"]) == (400, "unknown_parameter")
    whole = client.get(f"/api/v1/{path}").json()
    assert (whole.keys(), whole["next"], whole["previous"]) == ({"results", "next", "previous"}, None, None)


def test_what_belongs_into_the_body_is_not_taken_from_the_address(client: APIClient, upload: Upload) -> None:
    upload()
    answer = client.post(
        "/api/v1/documents/bulk-edit?dry_run=true", {"all": True, "do": "delete"}, format="json"
    )
    assert (answer.status_code, answer.json()["code"]) == (400, "unknown_parameter")
    assert len(client.get("/api/v1/documents?limit=1&metadata.any=").json()["results"]) == 0
    assert len(client.get("/api/v1/documents").json()["results"]) == 1


def test_clients_of_openai_send_what_they_like(client: APIClient) -> None:
    body = {"model": "x", "input": "leave", "dimensions": 3, "encoding_format": "float"}
    assert client.post("/v1/embeddings?api-version=1", body, format="json").status_code == 200


def test_a_file_of_a_pipeline_is_given_to_who_asks_for_yaml(client: APIClient) -> None:
    answer = client.get("/api/v1/collections/hr/pipeline", headers={"Accept": "application/yaml"})
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/yaml")


def test_a_wrong_key_is_told_apart_from_none(client: APIClient) -> None:
    stranger = APIClient(SERVER_NAME=client.defaults["SERVER_NAME"])
    nobody = stranger.get("/api/v1/documents")
    wrong = stranger.get("/api/v1/documents", headers={"Authorization": "Bearer rgl_abc_def"})
    assert (nobody.status_code, wrong.status_code) == (401, 401)
    assert (nobody.json()["detail"], nobody["WWW-Authenticate"]) == ("Sign in or send an API key", "Bearer")
    assert "was revoked" in wrong.json()["detail"]
    assert wrong["WWW-Authenticate"] == 'Bearer error="invalid_token"'


@pytest.mark.parametrize(
    ("method", "path", "body", "field", "sentence"),
    [
        ("post", "search", {"query": "leave", "mode": "magic"}, "mode", "`hybrid`, `dense`, `lexical`."),
        (
            "post",
            "synonyms/suggested",
            {"short": "PTO", "long": "paid time off", "decision": "maybe"},
            "decision",
            "`accept`, `reject`, `undo`.",
        ),
        (
            "put",
            "messages/0192f1c0-7d4e-7c52-9b0e-3f6a5c1d2e48/feedback",
            {"rating": "great"},
            "rating",
            "`up`, `down`.",
        ),
        (
            "put",
            "messages/0192f1c0-7d4e-7c52-9b0e-3f6a5c1d2e48/feedback",
            {"rating": "down", "reasons": ["dull"]},
            "reasons.0",
            "`wrong_answer`, `wrong_source`",
        ),
    ],
)
def test_a_wrong_choice_is_told_which_there_are(
    client: APIClient, method: str, path: str, body: dict[str, Any], field: str, sentence: str
) -> None:
    answer = getattr(client, method)(f"/api/v1/{path}", body, format="json")
    (error,) = answer.json()["errors"]
    assert (answer.status_code, error["field"], error["code"]) == (400, field, "invalid_choice")
    assert "is not a valid choice. Expected any of `" in error["detail"]
    assert sentence in error["detail"]


def test_a_wrong_choice_in_an_address_is_told_which_there_are(client: APIClient) -> None:
    (error,) = client.get("/api/v1/feedback?rating=great").json()["errors"]
    assert (error["field"], error["detail"]) == (
        "rating",
        '"great" is not a valid choice. Expected any of `up`, `down`.',
    )


def test_a_list_in_place_of_an_object_is_told_its_fields(client: APIClient) -> None:
    answer = client.put("/api/v1/synonyms", {"groups": [["vacation", "annual leave"]]}, format="json")
    (error,) = answer.json()["errors"]
    assert (answer.status_code, error["field"]) == (400, "groups.0")
    assert error["detail"] == "Expected an object of `terms`, `one_way`, not a list."
