"""Admins say how their tenant's search goes about questions."""

from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient

from project.kernel.db import shared_scope
from tenants.models import AuditEvent
from tenants.types import Actor

URL = "/api/v1/search-settings"


def test_each_setting_says_what_it_does(client: APIClient) -> None:
    shown = client.get(URL).json()
    assert shown["settings"]["split_questions"] is True
    assert {each["name"] for each in shown["about"]} == set(shown["settings"])
    assert all(each["says"].endswith(".") for each in shown["about"])
    assert "knows_terms" not in shown["settings"]


def test_a_change_holds_and_is_noted(client: APIClient, ada: Actor) -> None:
    answer = client.patch(URL, {"split_questions": False, "candidates": 20}, format="json")
    assert answer.status_code == 200
    assert answer.json()["settings"] == client.get(URL).json()["settings"]
    assert client.get(URL).json()["settings"]["split_questions"] is False
    with shared_scope():
        event = AuditEvent.objects.get(tenant_id=ada.tenant.id, action="search_settings.changed")
    assert event.detail["to"] == {"split_questions": False, "candidates": 20}
    assert event.detail["was"] == {"split_questions": True, "candidates": 50}


def test_who_changes_what_somebody_else_changed_is_told(client: APIClient) -> None:
    tag = client.get(URL)["ETag"]
    first = client.patch(URL, {"time_words": False}, format="json", HTTP_IF_MATCH=tag)
    second = client.patch(URL, {"time_words": True}, format="json", HTTP_IF_MATCH=tag)
    assert (first.status_code, second.status_code) == (200, 412)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"split_question": True}, "split_question"),
        ({"candidates": 5}, "candidates"),
        ({"knows_terms": True}, "knows_terms"),
    ],
)
def test_a_wrong_setting_is_named(client: APIClient, body: dict[str, Any], field: str) -> None:
    answer = client.patch(URL, body, format="json")
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, field)


def test_a_member_may_not_look(api: Callable[[Actor], APIClient], ben: Actor) -> None:
    assert api(ben).get(URL).status_code == 403
