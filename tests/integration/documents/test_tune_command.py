"""An operator lets judged questions teach a tenant's search."""

import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from rest_framework.test import APIClient

from documents.search.tuning import read_tuning
from project.kernel.db import tenant_scope
from tenants.types import Actor
from tests.factories.bulk import send_lines


def tuned(*arguments: str) -> str:
    out = StringIO()
    call_command("tune", *arguments, stdout=out)
    return out.getvalue()


@pytest.fixture
def library(client: APIClient, run_jobs: Callable[[], int]) -> APIClient:
    texts = [f"Rule {number} says that room {number} is for guests." for number in range(12)]
    lines = [
        {"external_id": f"rule-{number}", "text": text, "collection": "hr"}
        for number, text in enumerate(texts)
    ]
    send_lines(client, *lines)
    run_jobs()
    return client


@pytest.fixture
def cases(tmp_path: Path) -> Path:
    path = tmp_path / "cases.jsonl"
    asked = [{"question": f"Who has room {n}?", "documents": [f"rule-{n}"]} for n in range(12)]
    path.write_text("\n".join(map(json.dumps, asked)) + "\n\n")
    return path


def weights(ada: Actor) -> dict[str, dict[str, float]]:
    with tenant_scope(ada.tenant), transaction.atomic():
        return dict(read_tuning("weights") or {})


def test_what_helps_is_kept_for_its_collection_and_forgotten_again(
    library: APIClient, cases: Path, ada: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("documents.actions.weighing.held_out", lambda judged: 1.1)
    assert "12 questions" in tuned(ada.tenant.slug, "--collection", "hr", "--cases", str(cases))
    (own,) = weights(ada).values()
    assert own.keys() == {"dense", "unread", "unknown", "lead", "codes", "nearer"}
    explained = library.post("/api/v1/search", {"query": "room 3", "explain": True}, format="json").json()
    assert explained["explanation"]["fusion"][0]["own_shares"].keys() == {"hr"}
    tuned(ada.tenant.slug, "--collection", "hr", "--forget")
    assert weights(ada) == {}


def test_what_does_not_help_is_not_kept(
    library: APIClient, cases: Path, ada: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("documents.actions.weighing.held_out", lambda judged: 0.0)
    assert "weighed as by default" in tuned(ada.tenant.slug, "--cases", str(cases))
    assert weights(ada) == {}


@pytest.mark.parametrize("line", ["{", "[]", '{"question": "a"}', '{"question": "a", "documents": "b"}'])
def test_a_wrong_line_is_named(ada: Actor, tmp_path: Path, line: str) -> None:
    path = tmp_path / "cases.jsonl"
    path.write_text(f'{{"question": "a", "documents": ["b"]}}\n{line}\n')
    with pytest.raises(CommandError, match="Line 2"):
        tuned(ada.tenant.slug, "--cases", str(path))


def test_an_unknown_collection_is_one_clear_line(ada: Actor, cases: Path) -> None:
    with pytest.raises(CommandError, match="There is no such collection"):
        tuned(ada.tenant.slug, "--collection", "nowhere", "--cases", str(cases))
