"""What searches count with is compared with a recount, and mended where something broke it."""

from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from rest_framework.test import APIClient

from documents.indexing.recounting import RECOUNTED
from documents.jobs import MergeSegments, RecountPostings
from documents.search import recount, segments
from documents.search.tuning import read_tuning
from project.kernel.db import TenantRef, tenant_scope
from tests.factories.bulk import send_lines
from tests.integration.documents.test_jobs_twice import again
from tests.integration.documents.test_maps_of_postings import drawn_wrong, found
from tests.integration.documents.test_statistics_stay_right import assert_counts_are_those_of_a_recount

QUESTION = "the leave of badgers"
Run = Callable[[], int]
# What breaks it, and by which name that is told.
BREAKS = {
    "counts": "UPDATE corpus_statistic SET chunks = chunks + 7",
    "counts, forgotten": "DELETE FROM corpus_statistic",
    "postings": "DELETE FROM posting WHERE term = 'leav'",
    "postings, of too many": "UPDATE posting SET chunks = array_append(chunks, 9999), size = size + 1,"
    " frequencies = array_append(frequencies, 1::int2), lengths = array_append(lengths, 1::int2)",
    "postings, of nobody": "INSERT INTO posting (splitting, term, segment, size, chunks, frequencies, lengths)"
    " VALUES (1, 'ghost', 77777, 1, '{77777}', '{1}', '{1}')",
    "maps": "UPDATE posting SET bits = ~bits WHERE bits IS NOT NULL",
    "readers": "UPDATE visibility SET bits = ~bits WHERE audience_id <> 0",
    "readers, lost": "DELETE FROM visibility",
    "ends": "UPDATE document SET expires_at = now() - interval '1 day' WHERE external_id = '0'",
}

# The last passage of a segment of very many.
FAR_OFF = """
    WITH last AS (SELECT max(id) AS id FROM chunk), moved AS (
        UPDATE posting SET bits = NULL, chunks = array_replace(chunks, last.id, last.id + 30000) FROM last)
    UPDATE chunk SET id = chunk.id + 30000 FROM last WHERE chunk.id = last.id
"""


@pytest.fixture
def loaded(client: APIClient, run_jobs: Run, monkeypatch: pytest.MonkeyPatch) -> APIClient:
    """Return Ada's client over twenty documents that came together."""
    monkeypatch.setattr("documents.search.postings.MAPPED_CHUNKS", 3)
    lines = (
        {"external_id": str(n), "collection": "hr", "text": f"Leave {n} of the badger."} for n in range(20)
    )
    send_lines(client, *lines)
    run_jobs()
    return client


def execute(tenant: TenantRef, sql: str) -> None:
    with tenant_scope(tenant), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def told(tenant: TenantRef, *options: str) -> str:
    output = StringIO()
    call_command("recount", tenant.slug, *options, stdout=output)
    return output.getvalue()


def kept(tenant: TenantRef, run_jobs: Run) -> Any:
    again(tenant, RecountPostings())
    run_jobs()
    with tenant_scope(tenant), transaction.atomic():
        return read_tuning(RECOUNTED)["mended"]


@pytest.mark.parametrize("broken", BREAKS)
def test_what_differs_is_told_and_mended(
    loaded: APIClient, tenant: TenantRef, run_jobs: Run, broken: str
) -> None:
    """A job that comes twice finds nothing the second time."""
    before = found(loaded, QUESTION, k=50)
    execute(tenant, BREAKS[broken])
    kind = broken.split(",", maxsplit=1)[0]
    assert kind in kept(tenant, run_jobs)
    assert kept(tenant, run_jobs) == {}
    assert_counts_are_those_of_a_recount(tenant)
    assert drawn_wrong(tenant)[:2] == (0, 0)
    after = found(loaded, QUESTION, k=50)
    if kind == "ends":
        assert set(after) == set(before) - {"0"}
    else:
        assert after == pytest.approx(before)


def test_the_command_says_what_differs_and_mends_it_unless_it_is_dry(
    loaded: APIClient, tenant: TenantRef
) -> None:
    assert told(tenant) == "everything is as a recount says\n"
    execute(tenant, BREAKS["counts, forgotten"])
    for _ in range(2):
        assert told(tenant, "--dry-run") == "     1  counts of passages and words\n"
    assert told(tenant).endswith("all of that is mended\n")
    assert told(tenant, "--dry-run") == "everything is as a recount says\n"


def test_a_segment_that_went_since_they_were_listed_differs_in_nothing(
    loaded: APIClient, tenant: TenantRef, run_jobs: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some are merged, and one's only document is replaced."""
    for number in range(4):
        send_lines(loaded, {"external_id": f"late {number}", "collection": "hr", "text": "Leave ends."})
        run_jobs()
    with tenant_scope(tenant), transaction.atomic():
        listed = recount.all_segments()
    send_lines(loaded, {"external_id": "late 3", "collection": "hr", "text": "Leave begins."})
    run_jobs()
    monkeypatch.setattr(segments, "LIMITS", (3, 6))
    again(tenant, MergeSegments())
    run_jobs()
    with tenant_scope(tenant), transaction.atomic():
        assert len(set(listed) - set(recount.all_segments())) >= 2
    monkeypatch.setattr(recount, "all_segments", lambda: listed)
    assert kept(tenant, run_jobs) == {}


def test_a_segment_whose_places_are_lost_is_mended_to_its_last_passage(
    loaded: APIClient, tenant: TenantRef, run_jobs: Run
) -> None:
    before = found(loaded, QUESTION, k=50)
    execute(tenant, FAR_OFF)
    execute(tenant, BREAKS["readers, lost"])
    assert "readers" in kept(tenant, run_jobs)
    assert kept(tenant, run_jobs) == {}
    assert found(loaded, QUESTION, k=50) == pytest.approx(before)


def test_nobody_waits_where_nothing_differs(
    loaded: APIClient, tenant: TenantRef, run_jobs: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("documents.indexing.recounting.lock_corpus", None)
    assert kept(tenant, run_jobs) == {}


def test_a_change_of_what_words_are_told_apart_as_is_no_reason_to_mend(
    loaded: APIClient, tenant: TenantRef, run_jobs: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was loaded before an upgrade is as consistent as it was."""
    monkeypatch.setattr("documents.indexing.recounting._analyzer", None)
    assert kept(tenant, run_jobs) == {}
