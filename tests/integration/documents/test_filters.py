"""The SQL of a filter leaves exactly what the filter means, whatever stands in the metadata."""

import json
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rest_framework.test import APIClient

from documents.filtering.language import read_tree
from documents.filtering.reading import read_filter
from documents.filtering.sql import Rows, compile_tree
from documents.filtering.tree import NOTHING_ASKED
from documents.models import Document
from documents.search.vectors import EXACT_ROWS
from project.kernel.db import tenant_scope
from tenants.types import Actor
from tests.factories import cast, jobs
from tests.factories.bulk import send_lines
from tests.integration.documents.meaning import holds

NOW = datetime(2026, 6, 1, tzinfo=UTC)
DATES = (
    "2026", "2026-01", "2026-01-31", "2026-02-01", "2026-02-30", "2026-01-31T23:30:00-02:00", "2026-01-31T12:00Z",
    "2026-01-31 12:00:00.25", "2026-02-01T00:30:00+01:00", "202", "2026-13-01", "0000-01-01",
)  # fmt: skip
TEXTS = st.sampled_from(("", "a", "b", "ab", "Ä", "it", "%", "_", "'", "2", *DATES))
NUMBERS = st.sampled_from((0, 1, -1, 2, 2.5, 1e300, 10**20, 0.1, 2**53 + 1, float(2**53)))
SCALARS = st.one_of(TEXTS, NUMBERS, st.booleans())
VALUES = st.recursive(
    st.one_of(SCALARS, st.none()),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(TEXTS, inner, max_size=2)),
    max_leaves=5,
)
KEYS = st.sampled_from(("a", "b", "year", "tags", "it's", "a.b"))
BOUNDS = st.one_of(TEXTS, NUMBERS, st.just("-30d"))
COMPARED = st.sampled_from(("gt", "gte", "lt", "lte"))
OPERATORS = st.one_of(
    st.dictionaries(st.sampled_from(("eq", "ne")), SCALARS, min_size=1, max_size=2),
    st.dictionaries(st.sampled_from(("in", "not_in")), st.lists(SCALARS, min_size=1, max_size=3), min_size=1),
    st.dictionaries(COMPARED, BOUNDS, min_size=1, max_size=2),
    st.fixed_dictionaries({"exists": st.booleans()}),
    st.fixed_dictionaries({"contains": st.one_of(SCALARS, st.lists(SCALARS, min_size=1, max_size=2))}),
    st.fixed_dictionaries({"starts_with": TEXTS.filter(bool)}),
)


def nested(conditions: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[dict[str, Any]]:
    """Return filters of these conditions inside each other."""
    lists = st.lists(conditions, min_size=1, max_size=3)
    return st.one_of(
        conditions,
        st.fixed_dictionaries({"and": lists}),
        st.fixed_dictionaries({"or": lists}),
        st.fixed_dictionaries({"not": conditions}),
    )


CONDITIONS = st.dictionaries(KEYS, st.one_of(SCALARS, OPERATORS), min_size=1, max_size=2)
FILTERS = nested(nested(nested(CONDITIONS)))
RELAXED = settings(
    max_examples=400,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@RELAXED
@given(wanted=FILTERS, metadata=st.dictionaries(KEYS, VALUES, max_size=4))
def test_sql_and_python_agree_on_metadata(
    ada: Actor, wanted: dict[str, Any], metadata: dict[str, Any]
) -> None:
    """For every operator, nested in any way, over values of any kind, missing ones and nulls."""
    tree = read_tree(wanted, now=NOW)
    sql, parameters = compile_tree(tree, Rows(actor=ada)) if tree != NOTHING_ASKED else ("true", [])
    with tenant_scope(ada.tenant), transaction.atomic(), connection.cursor() as cursor:
        row = f"SELECT ({sql}) IS TRUE FROM (SELECT %s::jsonb AS metadata) d"
        cursor.execute(row, [*parameters, json.dumps(metadata)])
        assert cursor.fetchone() == (holds(tree, {"metadata": metadata}),)


TYPES = (
    ("a.pdf", "application/octet-stream", {"pdf", "application/octet-stream", "application/*"}),
    ("b", "application/pdf; charset=binary", {"pdf", "application/pdf", "application/*"}),
    ("c.MD", "text/plain", {"markdown", "text/plain", "text/*"}),
    ("d.txt", "text/plain", {"text", "text/plain", "text/*"}),
    ("scan.jpeg", "image/jpeg", {"image", "image/jpeg", "image/*"}),
)
Library = tuple[APIClient, Actor, dict[str, dict[str, Any]]]


@pytest.fixture(scope="module")
def library(database: None) -> Library:
    """Return a client over thirty documents that differ in every field, and by name what each is like."""
    client = cast.signed_in(ada := cast.actor(cast.make_tenant("ada"), "ada"))
    lines: list[dict[str, Any]] = [
        {
            "external_id": f"d{n}",
            "title": f"Rule {n}",
            "text": f"Leave rule {n}.",
            "url": "https://x/" * (n % 2),
        }
        | {"collection": ("hr", "it")[n % 2], "metadata": {"a": n % 4, "tags": ["a", str(n % 3)]}}
        for n in range(30)
    ]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("project.kernel.jobs.ledger.ring", lambda queue: None)
        for slug in ("hr", "it"):
            client.post("/api/v1/collections", {"slug": slug}, format="json")
        send_lines(client, *lines)
        jobs.run_all()
    with tenant_scope(ada.tenant), transaction.atomic():
        return (
            client,
            ada,
            {line["external_id"]: described(n, line, ada.user_id) for n, line in enumerate(lines)},
        )


def described(n: int, line: dict[str, Any], ada: UUID) -> dict[str, Any]:
    """Make the n-th document differ from the others, and return what it is like."""
    document = Document.objects.get(external_id=line["external_id"])
    name, media_type, types = TYPES[n % 5]
    created = datetime(2026, 1, 1 + n, 12, tzinfo=UTC)
    life: dict[str, Any] = {
        "owner_id": ada if n % 3 == 0 else None,
        "review_on": created.date() if n % 4 else None,
    }
    Document.objects.filter(pk=document.pk).update(created_at=created, **life)
    version = {
        "language": ("en", "de", "")[n % 3],
        "page_count": n % 6 or None,
        "properties": {"author": str(n % 4)},
    }
    document.versions.update(filename=name, content_type=media_type, **version)
    document.chunks.update(page=n % 5 or None)
    return {
        **written(document.pk, line),
        **stored(name, types, version),
        "document.owner": life["owner_id"],
        "document.created_at": created,
        "document.review_on": created.replace(hour=0) if n % 4 else None,
        "chunk.page": n % 5 or None,
    }


def written(document: UUID, line: dict[str, Any]) -> dict[str, Any]:
    """Return what a document is by its line."""
    return {
        "metadata": line["metadata"],
        "document.id": document,
        "document.external_id": line["external_id"],
        "document.title": line["title"],
        "document.url": line["url"] or None,
        "document.collection": line["collection"],
        "document.version": 1,
    }


def stored(name: str, types: Any, version: dict[str, Any]) -> dict[str, Any]:
    """Return what a document is by its file."""
    return {
        "properties": version["properties"],
        "document.filename": name,
        "document.type": types,
        "document.language": version["language"] or None,
        "document.pages": version["page_count"],
    }


def of(values: st.SearchStrategy[Any], *names: str) -> st.SearchStrategy[dict[str, Any]]:
    """Return conditions on fields of such values."""
    operators = st.one_of(
        values,
        st.dictionaries(st.sampled_from(("eq", "ne")), values, min_size=1, max_size=1),
        st.dictionaries(
            st.sampled_from(("in", "not_in")), st.lists(values, min_size=1, max_size=3), min_size=1
        ),
        st.fixed_dictionaries({"exists": st.booleans()}),
    )
    return st.dictionaries(st.sampled_from(names), operators, min_size=1, max_size=2)


def compared(values: st.SearchStrategy[Any], *names: str) -> st.SearchStrategy[dict[str, Any]]:
    """Return comparisons of fields with such values."""
    return st.dictionaries(
        st.sampled_from(names), st.dictionaries(COMPARED, values, min_size=1, max_size=2), min_size=1
    )


DAYS = st.sampled_from(
    ("2026-01-05", "2026-01", "2026-01-17T12:00:00Z", "2026-01-17T14:00:00+02:00", "2027-01")
)
WHOLE = st.integers(0, 6)
FIELD_CONDITIONS = st.one_of(
    of(st.sampled_from(("hr", "it", "none")), "document.collection", "metadata.a", "document.source"),
    of(st.sampled_from(("en", "DE", "fr")), "document.language"),
    of(st.sampled_from(("pdf", "md", "text", "image/*", "text/*", "text/plain", "docx")), "document.type"),
    of(
        st.sampled_from(("Rule 3", "d4", "https://x/", "a.pdf")),
        "document.title",
        "document.external_id",
        "document.url",
    ),
    of(st.just("me"), "document.owner"),
    of(WHOLE, "document.version", "document.pages", "chunk.page"),
    of(st.sampled_from(("0", "1")), "document.properties.author"),
    of(st.sampled_from(("2026-01-05", "2026-01", "2025-12")), "document.created_at", "document.review_on"),
    compared(WHOLE, "document.version", "document.pages", "chunk.page", "a"),
    compared(DAYS, "document.created_at", "document.review_on"),
    st.just({"document.title": {"contains": "2"}}),
    st.just({"document.filename": {"starts_with": "scan"}}),
)


@settings(RELAXED, max_examples=120)
@given(
    wanted=nested(nested(FIELD_CONDITIONS)),
    k=st.sampled_from((1, 5, 100)),
    mode=st.sampled_from(("dense", "hybrid")),
    few=st.sampled_from((EXACT_ROWS, 3)),
)
def test_a_search_returns_exactly_what_the_filter_means(
    library: Library, wanted: dict[str, Any], k: int, mode: str, few: int
) -> None:
    """`min(k, matches)` passages for any filter on any field, by either leg, among few chunks and among many."""
    client, ada, documents = library
    asked = {"query": "leave", "k": k, "mode": mode, "filter": wanted}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("documents.search.legs.EXACT_ROWS", few)
        answer = client.post("/api/v1/search", asked, format="json")
    assert answer.status_code == 200, answer.json()
    found = [result["document"]["external_id"] for result in answer.json()["results"]]
    with tenant_scope(ada.tenant):
        tree = read_filter(wanted, actor=ada)
    meant = {name for name, like in documents.items() if holds(tree, like)}
    assert set(found) <= meant
    assert len(set(found)) == len(found) == min(k, len(meant))


def test_either_of_two_among_many_is_no_more_than_that(library: Library) -> None:
    """What a filter says stays together beside what else the statement asks."""
    client, _, _ = library
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("documents.search.legs.EXACT_ROWS", 3)
        for mode in ("dense", "lexical"):
            asked = {"query": "leave", "k": 100, "mode": mode, "filter": {"or": [{"a": 1}, {"a": 2}]}}
            found = client.post("/api/v1/search", asked, format="json").json()["results"]
            assert len(found) == 15
