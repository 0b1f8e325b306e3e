"""An index version says by what it had to be made and why; one that answered before can be dropped early."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from project.kernel.db import TenantRef
from tests.integration.documents.conftest import Upload
from tests.integration.documents.test_erasure import rows_of
from tests.integration.documents.test_indexes_api import INDEXES, SMALLER, TEXT, Run, states


@pytest.fixture
def indexed(client: APIClient, upload: Upload, run_jobs: Run) -> APIClient:
    """Return Ada's client with one long document that is found."""
    upload(TEXT, name="rules.txt")
    run_jobs()
    return client


def row(client: APIClient, index_id: int) -> Any:
    """Return an index version as it is shown."""
    return next(row for row in client.get(INDEXES).json()["results"] if row["id"] == index_id)


@pytest.mark.parametrize(
    ("settings", "needs", "changes"),
    [
        ({}, "reembed", []),
        ({"precision": "binary"}, "derive", [("index.precision", "halfvec", "binary")]),
        ({"splitter": {"max_tokens": 64}}, "resplit", [("splitter.max_tokens", 200, 64)]),
        ({"converter": {"ocr": "never"}}, "reparse", [("converter.ocr", "auto", "never")]),
    ],
)
def test_a_version_says_what_it_needed_and_why(
    indexed: APIClient, run_jobs: Run, settings: Any, needs: str, changes: Any
) -> None:
    """And it says the same when it answers itself."""
    made = indexed.post(INDEXES, {"settings": settings}, format="json").json()
    run_jobs()
    assert indexed.post(f"{INDEXES}/{made['id']}/promote").status_code == 200
    shown = row(indexed, made["id"])
    assert shown["needs"] == made["needs"] == needs
    assert [(change["path"], change["before"], change["after"]) for change in shown["changes"]] == changes


def test_the_first_version_needed_nothing(indexed: APIClient) -> None:
    assert (row(indexed, 1)["needs"], row(indexed, 1)["changes"]) == (None, [])


def test_a_version_to_go_back_to_is_dropped_early(
    indexed: APIClient, run_jobs: Run, tenant: TenantRef
) -> None:
    """Its vectors and chunks go, and nobody goes back any more; what answers stays."""
    candidate = indexed.post(INDEXES, SMALLER, format="json").json()["id"]
    run_jobs()
    both = rows_of(tenant, "chunk")
    assert indexed.post(f"{INDEXES}/{candidate}/promote").status_code == 200
    assert row(indexed, 1)["reclaimed_at"] is not None
    assert indexed.post(f"{INDEXES}/1/cancel").json()["state"] == "retired"
    run_jobs()
    assert states(indexed) == {1: "retired", candidate: "live"}
    assert rows_of(tenant, "chunk") < both
    assert indexed.post(f"{INDEXES}/{candidate}/rollback").status_code == 409
    assert indexed.post("/api/v1/search", {"query": "leave"}, format="json").json()["results"]
