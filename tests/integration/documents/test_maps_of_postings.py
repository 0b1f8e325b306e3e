"""The maps by which words are counted say what the rows say, whatever became of the documents."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from importlib import import_module
from typing import Any

import pytest
from django.db import connection, transaction
from rest_framework.test import APIClient

from documents.search.corpus import lock_corpus
from documents.search.statement import Asked, Statement, View, candidates, matches
from documents.search.viewing import read_views
from project.kernel.db import TenantRef, tenant_scope
from tenants.types import Actor
from tests.factories.bulk import send_lines

DOCUMENTS = 40
# A map names chunks by their places; a posting has one where it is frequent enough.
WRONG_POSTINGS = """
    SELECT count(*) FILTER (WHERE u.drawn IS DISTINCT FROM p.chunks), count(*) FROM posting p
    CROSS JOIN LATERAL (SELECT array_agg(p.segment + n ORDER BY n) AS drawn
        FROM generate_series(0, length(p.bits) - 1) n WHERE get_bit(p.bits, n) = 1) u WHERE p.bits IS NOT NULL
"""
WRONG_PLACES = """
    WITH drawn AS (
        SELECT v.segment + n AS id, v.collection_id, v.audience_id FROM visibility v
        CROSS JOIN LATERAL generate_series(0, length(v.bits) - 1) n WHERE get_bit(v.bits, n) = 1)
    SELECT count(*) FROM drawn FULL JOIN (SELECT * FROM chunk WHERE audience_id <> 0) c USING (id)
    WHERE (drawn.collection_id, drawn.audience_id) IS DISTINCT FROM (c.collection_id, c.audience_id)
"""


@pytest.fixture
def loaded(client: APIClient, ben: Actor, run_jobs: Callable[[], int]) -> APIClient:
    """Return Ada's client over documents that everybody reads, and a quarter that only engineers do."""
    send_lines(client, *(_line(n) for n in range(DOCUMENTS)))
    run_jobs()
    return client


def _line(number: int) -> dict[str, Any]:
    rare = f"Number {number} is about badgers." if number % 7 == 0 else ""
    line = {"external_id": str(number), "collection": "hr", "metadata": {"n": number}}
    readers = {"readers": ["engineering"]} if number % 4 == 0 else {}
    return {**line, **readers, "text": f"A rule of leave{' and leave' * (number % 5)}. {rare}"}


@pytest.fixture
def asked_narrowly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let only the rarest term choose what is looked at, as it is with very many chunks."""
    monkeypatch.setattr("documents.search.lexical_leg.CHOOSING_POSTINGS", 0)
    monkeypatch.setattr("documents.search.lexical_leg.LEAST_CANDIDATES", 0)


def documents(client: APIClient) -> Iterator[dict[str, Any]]:
    yield from client.get("/api/v1/documents?limit=100").json()["results"]


def found(client: APIClient, question: str, **wanted: Any) -> dict[str, float]:
    asked = {"query": question, "mode": "lexical", "k": 10, **wanted}
    results = client.post("/api/v1/search", asked, format="json").json()["results"]
    return {result["document"]["external_id"]: result["scores"]["lexical"] for result in results}


def drawn_wrong(tenant: TenantRef) -> tuple[int, int, int]:
    """Return how many postings and chunks are drawn wrong, and how many postings have a map."""
    with tenant_scope(tenant), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(WRONG_POSTINGS)
        wrong, drawn = cursor.fetchone()
        cursor.execute(WRONG_PLACES)
        return wrong, *cursor.fetchone(), drawn


def test_maps_follow_removals_and_changes_of_readers(
    loaded: APIClient, tenant: TenantRef, run_jobs: Callable[[], int]
) -> None:
    assert drawn_wrong(tenant)[:2] == (0, 0)
    for number, document in enumerate(documents(loaded)):
        path = f"/api/v1/documents/{document['id']}"
        if number % 3 == 0:
            assert loaded.delete(path).status_code == 204
        elif number % 3 == 1:
            assert loaded.patch(path, {"readers": ["engineering"]}, format="json").status_code == 200
    run_jobs()
    wrong_postings, wrong_places, drawn = drawn_wrong(tenant)
    assert (wrong_postings, wrong_places) == (0, 0)
    assert drawn


@pytest.mark.parametrize("who", ["ada", "ben", "cleo"])
def test_what_frequent_terms_are_worth_is_exact_where_rare_ones_choose(
    loaded: APIClient, api: Callable[[Actor], APIClient], monkeypatch: pytest.MonkeyPatch,
    ada: Actor, ben: Actor, cleo: Actor, who: str,
) -> None:  # fmt: skip
    asking = api({"ada": ada, "ben": ben, "cleo": cleo}[who])
    exact = found(asking, "rule of leave for badgers")
    for name, value in (("lexical_leg.CHOOSING_POSTINGS", 0), ("lexical_leg.LEAST_CANDIDATES", 0)):
        monkeypatch.setattr(f"documents.search.{name}", value)
    # Few are found so: without this all would be looked at after all.
    monkeypatch.setattr("documents.search.legs._is_short", lambda rows, asked: False)
    bounded = found(asking, "rule of leave for badgers")
    assert 0 < len(bounded) < len(exact)
    assert bounded == pytest.approx({number: exact[number] for number in bounded})


@pytest.mark.usefixtures("asked_narrowly")
@pytest.mark.parametrize("wanted", [{}, {"filter": {"n": {"lt": 10}}}, {"filter": {"n": {"lt": 35}}}])
def test_no_search_by_words_comes_back_short(
    loaded: APIClient, api: Callable[[Actor], APIClient], cleo: Actor, monkeypatch: pytest.MonkeyPatch,
    wanted: dict[str, Any],
) -> None:  # fmt: skip
    """With few that match a filter, and with many."""
    for exact_rows in (10_000, 5):
        monkeypatch.setattr("documents.search.legs.EXACT_ROWS", exact_rows)
        for client, visible in ((loaded, lambda n: True), (api(cleo), lambda n: n % 4)):
            most = wanted["filter"]["n"]["lt"] if wanted else DOCUMENTS
            matching = {str(n) for n in range(most) if visible(n)}
            assert found(client, "badgers leave", k=100, **wanted).keys() == matching


@pytest.mark.usefixtures("asked_narrowly")
def test_few_that_match_a_filter_are_asked_once(loaded: APIClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """Words find fewer than they might there, and nothing was left out."""
    ways: list[dict[str, bool]] = []

    def note(view: View, asked: Asked, **how: bool) -> Statement:
        ways.append(how)
        return candidates(view, asked, **how)

    monkeypatch.setattr("documents.search.legs.candidates", note)
    assert len(found(loaded, "badgers leave", filter={"n": {"lt": 9}})) == 9
    assert [way.get("is_bounded", True) for way in ways] == [True]


def test_a_filter_reads_what_the_person_sees_alone(
    loaded: APIClient, tenant: TenantRef, ada: Actor, cleo: Actor
) -> None:
    seen = []
    asked = Asked(vector=None, terms=(), depth=10, condition="d.title <> %s", parameters=["none"])
    with tenant_scope(tenant), transaction.atomic(), connection.cursor() as cursor:
        for who in (ada, cleo):
            (view,) = read_views(who, ())
            cursor.execute(*matches(view, asked))
            seen.append(len(cursor.fetchall()))
            cursor.execute(*matches(replace(view, splitting=view.splitting + 1), asked))
            assert not cursor.fetchall()
    assert seen == [DOCUMENTS, DOCUMENTS * 3 // 4]


def test_the_migration_that_draws_maps_waits_for_writers_before_it_takes_their_table(
    tenant: TenantRef,
) -> None:
    """In the order in which they take both; in the template, which has no writers, it waits for nobody."""
    migration = import_module("documents.migrations.0022_draw_maps_of_postings")
    held = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()"
    with tenant_scope(tenant), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(migration.CORPUS)
        cursor.execute(held)
        assert cursor.fetchall() == [(1,)]
        # The same lock, which one transaction may take twice.
        lock_corpus(tenant)
        cursor.execute(held)
        assert cursor.fetchall() == [(1,)]
    assert migration.Migration.operations[0].sql[:2] == [migration.CORPUS, migration.LOCK]
