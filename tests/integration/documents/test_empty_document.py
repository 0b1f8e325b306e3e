"""A document without text is ready at once, and who listens is told."""

from collections.abc import Callable, Iterable

import pytest

from documents.indexing import parse
from documents.models import Document
from tests.integration.documents.conftest import Upload


def test_who_listens_is_told(
    upload: Upload, run_jobs: Callable[[], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []

    def tell(_tenant: object, documents: Iterable[Document]) -> None:
        told.extend(str(document.pk) for document in documents)

    monkeypatch.setattr(parse, "tell_ready", tell)
    monkeypatch.setattr(parse, "cut", lambda *_: [])
    shown = upload()
    run_jobs()
    assert told == [shown["id"]]
