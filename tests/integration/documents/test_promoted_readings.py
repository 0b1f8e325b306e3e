"""A document says of itself what the reading says by which it answers: warnings, pages, chunks."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from rest_framework.test import APIClient

from documents.indexing import parse
from documents.ingest.types import ConversionFailed, Extracted, FailureCode, PageSpan
from documents.ingest.types import ConverterSettings as Settings
from tests.integration.documents.conftest import Upload
from tests.integration.documents.test_index_scopes import build
from tests.integration.documents.test_indexes_api import Run
from tests.integration.documents.test_reading_again import PAGE, WHOLE_PAGES, promote

Document = dict[str, Any]


class Sandbox:
    """Read every file alike: as usual one page with a warning, wholly two pages with another."""

    wholly: Extracted | ConversionFailed = Extracted(
        text="Leave is long. Menu.", pages=(PageSpan(1, 0, 14), PageSpan(2, 15, 20)), warnings=("Whole.",)
    )

    def convert(self, content: bytes, filename: str, settings: Settings, *others: Any) -> Extracted:
        """Return the one or the other."""
        if settings.main_content_only:
            return Extracted(text="Leave is long.", pages=(PageSpan(1, 0, 14),), warnings=("Part.",))
        if isinstance(self.wholly, ConversionFailed):
            raise self.wholly
        return self.wholly


@pytest.fixture
def sandbox(monkeypatch: pytest.MonkeyPatch) -> Sandbox:
    """Let files be read by it."""
    made = Sandbox()
    monkeypatch.setattr(parse, "converting_sandbox", lambda: made)
    return made


@pytest.fixture
def page(sandbox: Sandbox, upload: Upload, run_jobs: Run) -> Document:
    """Return a document that was read as usual."""
    document = upload(PAGE, name="leave.html")
    run_jobs()
    return document


def said(client: APIClient, document: Document) -> list[tuple[Any, ...]]:
    """Return what a document, its version and the version by itself say: pages, chunks, warnings."""
    address = f"/api/v1/documents/{document['id']}"
    (version,) = client.get(f"{address}/versions").json()["results"]
    shown: list[Mapping[str, Any]] = [
        client.get(address).json(), version, client.get(f"{address}/versions/1").json()
    ]  # fmt: skip
    return [(one["pages"], one["chunks"], *one["warnings"]) for one in shown]


def test_what_is_said_of_a_document_is_of_the_reading_that_answers(
    client: APIClient, page: Document, run_jobs: Run
) -> None:
    """From the promotion on, and until it is gone back from."""
    assert said(client, page) == [(1, 1, "Part.")] * 3
    candidate = build(client, run_jobs, **WHOLE_PAGES)
    assert said(client, page) == [(1, 1, "Part.")] * 3
    promote(client, candidate)
    assert said(client, page) == [(2, 1, "Whole.")] * 3
    promote(client, candidate, "rollback")
    assert said(client, page) == [(1, 1, "Part.")] * 3


def test_a_document_without_text_in_what_answers_has_no_chunks(
    client: APIClient, page: Document, sandbox: Sandbox, run_jobs: Run
) -> None:
    sandbox.wholly = Extracted(text="", warnings=("Nothing.",))
    candidate = build(client, run_jobs, **WHOLE_PAGES)
    promote(client, candidate)
    assert [(chunks, warning) for _, chunks, warning in said(client, page)] == [(0, "Nothing.")] * 3
    promote(client, candidate, "rollback")
    assert said(client, page) == [(1, 1, "Part.")] * 3


def test_a_file_that_cannot_be_read_anew_says_so_where_it_answers(
    client: APIClient, page: Document, sandbox: Sandbox, upload: Upload, run_jobs: Run
) -> None:
    """Whether it came before the index version or after."""
    sandbox.wholly = ConversionFailed(FailureCode.CORRUPT, "The file is broken.")
    candidate = build(client, run_jobs, **WHOLE_PAGES)
    later = upload(f"{PAGE} ", name="later.html")
    run_jobs()
    assert said(client, later) == [(1, 1, "Part.")] * 3
    promote(client, candidate)
    for document in (page, later):
        for pages, chunks, *warnings in said(client, document):
            assert (pages, chunks, warnings[0]) == (1, 1, "Part.")
            assert "The file is broken." in warnings[1]


def test_a_document_that_waited_during_a_promotion_says_what_answers(
    client: APIClient, page: Document, sandbox: Sandbox, upload: Upload, run_jobs: Run,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    sandbox.wholly = replace(sandbox.wholly, warnings=("Whole.", "Large."))  # type: ignore[type-var]
    candidate = build(client, run_jobs, **WHOLE_PAGES)
    with monkeypatch.context() as patch:
        patch.setattr("documents.indexing.embed._embed_waiting", lambda *_: False)
        waiting = upload(f"{PAGE} ", name="later.html")
        run_jobs()
        promote(client, candidate)
    upload(f"{PAGE}  ", name="another.html")
    run_jobs()
    assert said(client, waiting) == [(2, 1, "Whole.", "Large.")] * 3
