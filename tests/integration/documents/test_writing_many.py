"""What is written many rows at a time is what was given, to the last sign."""

from typing import Any
from uuid import uuid4

import numpy as np
import pytest
from django.db import DataError, connection, transaction

from documents.indexing.rows import insert_models, update_models
from documents.models import Collection, Document
from documents.search.binary import binary_array
from documents.search.inserting import insert_rows
from documents.search.postings import write_postings
from project.kernel.db import tenant_scope
from tenants.types import Actor
from tests.integration.documents.conftest import Upload

NASTY = ['a "quoted" \\ back', "{braces},commas", "日本語 naïve\n\tlines", "", "NULL"]


def read(statement: str, *values: Any) -> list[tuple[Any, ...]]:
    """Return rows, in the caller's transaction."""
    with connection.cursor() as cursor:
        cursor.execute(statement, list(values))
        return list(cursor.fetchall())


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("int2", [-32768, 0, 32767]),
        ("int4", [1, None, -(2**31)]),
        ("int8", [2**63 - 1, -1]),
        ("uuid", [uuid4(), None]),
        ("text", [*NASTY, None]),
    ],
)
def test_an_array_comes_as_it_was_given(ada: Actor, kind: str, values: list[object]) -> None:
    with tenant_scope(ada.tenant), transaction.atomic():
        assert read(f"SELECT %s::{kind}[]", binary_array(kind, values)) == [(values,)]


def test_a_vector_comes_as_it_was_given(ada: Actor) -> None:
    vectors = np.random.default_rng(1).normal(size=(3, 5)).astype(np.float32)
    with tenant_scope(ada.tenant), transaction.atomic():
        rows = read("SELECT u::real[] FROM unnest(%s::halfvec[]) AS u", binary_array("halfvec", vectors))
    came = np.array([row[0] for row in rows], dtype=np.float16)
    assert np.array_equal(came, vectors.astype(np.float16))


def test_postings_hold_each_occurrence_once(ada: Actor) -> None:
    chunks = [(7, 3, {"pump": 2, "oil": 1}), (9, 40_000 % 32_767, {"pump": 40_000})]
    with tenant_scope(ada.tenant), transaction.atomic():
        write_postings(1, 7, 3, chunks)
        rows = read("SELECT term, size, chunks, frequencies, lengths FROM posting ORDER BY term")
    assert rows == [("oil", 1, [7], [1], [3]), ("pump", 2, [7, 9], [2, 32_767], [3, 7_233])]


def test_a_document_is_written_as_the_orm_would(ada: Actor, upload: Upload) -> None:
    upload()
    with tenant_scope(ada.tenant), transaction.atomic():
        collection = Collection.objects.get(slug="hr")
        made = Document(
            collection=collection,
            external_id=NASTY[0],
            title=NASTY[2],
            metadata={"odd": NASTY},
            own_readers=["everyone", NASTY[1]],
            audience_id=collection.audience_id,
            warnings=NASTY,
        )
        insert_models([made])
        insert_models([made], unless_there=True)
        made.title, made.progress = NASTY[1], 0.25
        update_models([made], ["title", "progress", "updated_at"])
        found = Document.objects.get(pk=made.pk)
    shown = {field.attname for field in Document._meta.concrete_fields} - {"status_since"}
    assert {name: getattr(found, name) for name in shown} == {name: getattr(made, name) for name in shown}


def test_a_text_that_is_too_long_is_refused_rather_than_cut(ada: Actor, upload: Upload) -> None:
    upload()
    with tenant_scope(ada.tenant), transaction.atomic():
        document = Document.objects.get()
        document.stage = "x" * 201
        with pytest.raises(DataError), transaction.atomic():
            update_models([document], ["stage"])


def test_rows_beyond_one_statement_are_written_too(ada: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("documents.search.inserting.ROWS_AT_ONCE", 2)
    with tenant_scope(ada.tenant), transaction.atomic():
        insert_rows("audience", {"readers": "text[]"}, [(f"{{reader {n}}}",) for n in range(5)])
        assert read("SELECT count(*) FROM audience WHERE readers[1] LIKE %s", "reader %") == [(5,)]
