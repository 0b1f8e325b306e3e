"""What single uploads leave is merged; nobody finds more or less by it, before, meanwhile or after."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, connections, transaction
from rest_framework.test import APIClient

from documents.jobs import MergeSegments, RecountPostings
from documents.search import segments
from documents.search.corpus import lock_corpus
from documents.search.visibility import open_segment
from project.kernel.db import TenantRef, tenant_scope
from tenants.types import Actor
from tests.factories.bulk import send_lines
from tests.integration.documents.test_jobs_twice import again
from tests.integration.documents.test_maps_of_postings import drawn_wrong, found
from tests.integration.documents.test_statistics_stay_right import assert_counts_are_those_of_a_recount, rows

UPLOADS = 12
QUESTION = "the leave of everybody"
Sign = Callable[[Actor], APIClient]


@pytest.fixture
def loaded(client: APIClient, run_jobs: Callable[[], int], monkeypatch: pytest.MonkeyPatch) -> APIClient:
    """Return Ada's client over documents that came one by one, a third of them for engineers."""
    monkeypatch.setattr("documents.search.postings.MAPPED_CHUNKS", 3)
    for number in range(UPLOADS):
        line = {
            "external_id": str(number),
            "collection": "hr",
            "text": f"A rule of leave{' leave' * number}.",
        }
        send_lines(client, {**line, **({"readers": ["engineering"]} if number % 3 == 0 else {})})
    run_jobs()
    monkeypatch.setattr(segments, "LIMITS", (4, 8))
    return client


def standing(tenant: TenantRef) -> int:
    with tenant_scope(tenant), transaction.atomic():
        return int(rows("SELECT count(DISTINCT segment) FROM posting")[0][0])


@pytest.mark.usefixtures("ben")
def test_scores_and_counts_are_the_same_and_a_job_that_comes_twice_does_no_more(
    loaded: APIClient, tenant: TenantRef, cleo: Actor, api: Sign, run_jobs: Callable[[], int]
) -> None:
    askers = (loaded, api(cleo))
    before = [found(asker, QUESTION, k=50) for asker in askers]
    assert standing(tenant) == UPLOADS
    for _ in range(2):
        again(tenant, MergeSegments())
        run_jobs()
        assert standing(tenant) == 2
        assert_counts_are_those_of_a_recount(tenant)
        assert drawn_wrong(tenant)[:2] == (0, 0)
        assert drawn_wrong(tenant)[2]
        assert [found(asker, QUESTION, k=50) for asker in askers] == [pytest.approx(one) for one in before]


@pytest.mark.usefixtures("ben")
def test_a_search_finds_the_same_while_segments_are_merged(loaded: APIClient, tenant: TenantRef) -> None:
    before = found(loaded, QUESTION, k=50)

    def searched() -> Any:
        try:
            return found(loaded, QUESTION, k=50)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as another, tenant_scope(tenant), transaction.atomic():
        lock_corpus(tenant)
        segments.merge(segments.next_group())
        assert another.submit(searched).result() == before
    assert found(loaded, QUESTION, k=50) == pytest.approx(before)


@pytest.mark.usefixtures("ben")
def test_what_is_erased_of_a_merged_segment_is_gone(
    loaded: APIClient, tenant: TenantRef, run_jobs: Callable[[], int]
) -> None:
    again(tenant, MergeSegments())
    run_jobs()
    for document in loaded.get("/api/v1/documents?limit=50").json()["results"]:
        if int(document["external_id"]) % 2:
            assert loaded.delete(f"/api/v1/documents/{document['id']}").status_code == 204
    run_jobs()
    assert_counts_are_those_of_a_recount(tenant)
    assert drawn_wrong(tenant)[:2] == (0, 0)
    assert set(found(loaded, QUESTION, k=50)) == {str(number) for number in range(0, UPLOADS, 2)}


@pytest.mark.usefixtures("ben")
def test_an_upload_asks_for_it_where_many_are_small(
    loaded: APIClient, tenant: TenantRef, run_jobs: Callable[[], int]
) -> None:
    send_lines(loaded, {"external_id": "last", "collection": "hr", "text": "Leave ends."})
    run_jobs()
    assert standing(tenant) <= 3


@pytest.mark.usefixtures("ben")
def test_the_nightly_recount_asks_for_what_uploads_did_not_see(
    loaded: APIClient, tenant: TenantRef, run_jobs: Callable[[], int]
) -> None:
    again(tenant, RecountPostings())
    run_jobs()
    assert standing(tenant) == 2
    assert_counts_are_those_of_a_recount(tenant)


def test_an_upload_looks_no_farther_back_than_what_came_last_can_reach(
    tenant: TenantRef, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of two pairs of small segments, the second is in reach of what came last."""
    monkeypatch.setattr(segments, "LIMITS", (4,))
    looked: list[list[int]] = []
    with tenant_scope(tenant), transaction.atomic():
        for first in (1, 3, 90_001, 90_003, 90_005 + segments.LATE_PLACES):
            open_segment(first, 2)
            looked.append([one.first for one in segments.next_group()])
            assert segments.has_late_group() is (first in (3, 90_003))
    assert looked == [[], [1, 3], [1, 3], [1, 3], [1, 3]]


@pytest.fixture
def around(client: APIClient, run_jobs: Callable[[], int], monkeypatch: pytest.MonkeyPatch) -> APIClient:
    """Return Ada's client over five documents that came at once, and single ones before and after."""
    for numbers in ([0], range(1, 6), [6], [7], [8]):
        lines = ({"external_id": f"{n}", "collection": "hr", "text": f"Rule {n} of leave."} for n in numbers)
        send_lines(client, *lines)
        run_jobs()
    monkeypatch.setattr(segments, "LIMITS", (4, 8))
    return client


def test_nothing_is_lost_where_small_ones_are_merged_around_a_larger_one_and_then_with_it(
    around: APIClient, tenant: TenantRef, run_jobs: Callable[[], int]
) -> None:
    before = found(around, QUESTION, k=50)
    assert (len(before), standing(tenant)) == (9, 5)
    again(tenant, MergeSegments())
    run_jobs()
    assert standing(tenant) == 1
    assert_counts_are_those_of_a_recount(tenant)
    assert found(around, QUESTION, k=50) == pytest.approx(before)


def test_a_recount_gives_back_what_stands_behind_the_last_place(
    around: APIClient, tenant: TenantRef, run_jobs: Callable[[], int]
) -> None:
    before = found(around, QUESTION, k=50)
    again(tenant, MergeSegments())
    run_jobs()
    with tenant_scope(tenant), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE visibility SET bits = substring(bits FROM 1 FOR length(bits) - 2)")
        cursor.execute("UPDATE posting SET bits = NULL")
    again(tenant, RecountPostings())
    run_jobs()
    assert_counts_are_those_of_a_recount(tenant)
    assert found(around, QUESTION, k=50) == pytest.approx(before)
