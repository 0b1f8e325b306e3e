"""What a person erases here leaves no name behind in what sources remember and have told."""

import pytest
from django.db import transaction

from documents.models import SourceItem, SourceRun
from project.kernel.db import TenantRef, tenant_scope
from tests.fakes.place import Place
from tests.integration.documents.sources import Kept, Run, counts, fake_place, kept
from tests.integration.documents.test_deletion import report
from tests.integration.documents.test_erasure import PLANTED, tables_with

__all__ = ["fake_place", "kept"]


@pytest.fixture
def planted(kept: Kept, fake_place: Place) -> str:
    """Return the document of a name that is then looked for, told of by three runs."""
    fake_place.texts[PLANTED] = "It hangs in the hall."
    kept.sync(dry_run=True)
    kept.sync()
    fake_place.texts[PLANTED] = "It hangs in the attic."
    kept.sync()
    (row,) = kept.client.get(f"/api/v1/documents?q={PLANTED}").json()["results"]
    return str(row["id"])


def erase(kept: Kept, document_id: str) -> None:
    assert kept.client.delete(f"/api/v1/documents/{document_id}").status_code == 204


def test_no_row_holds_the_name_and_the_report_counts_what_went(
    kept: Kept, planted: str, tenant: TenantRef, run_jobs: Run
) -> None:
    """Its item, and an entry of each run; the others stay."""
    assert tables_with(tenant, PLANTED) != []
    erase(kept, planted)
    assert tables_with(tenant, PLANTED) == []
    run_jobs()
    told = report(kept.client, planted)
    assert (told["removed"]["source items"], told["removed"]["entries of source runs"]) == (1, 3)
    assert (told["is_complete"], told["found"]["source items"]) == (True, 0)
    first = kept.client.get(f"{kept.path}/runs").json()["results"][1]
    titles = {entry["title"] for entry in kept.run(first["id"])["log"]}
    assert titles == {"Leave", "Pay", ""}


def test_later_runs_leave_it_out_without_saying_its_name(
    kept: Kept, fake_place: Place, planted: str, tenant: TenantRef
) -> None:
    """Dry ones too; once it is gone at the source as well, nothing of it is remembered."""
    erase(kept, planted)
    assert counts(kept.sync(dry_run=True)) == {"skipped": 1, "unchanged": 2}
    assert counts(kept.sync()) == {"skipped": 1, "unchanged": 2}
    assert tables_with(tenant, PLANTED) == []
    del fake_place.texts[PLANTED]
    kept.sync()
    with tenant_scope(tenant), transaction.atomic():
        assert SourceItem.objects.count() == 2


def test_what_is_erased_before_a_run_wrote_it_down_is_written_without_its_name(
    kept: Kept, fake_place: Place, tenant: TenantRef
) -> None:
    """Outcomes are written some at a time."""
    fake_place.texts |= {PLANTED: "It hangs in the hall.", "zoo": "Feed nobody."}

    def erase_before_the_last(name: str) -> None:
        for row in kept.client.get(f"/api/v1/documents?q={PLANTED}").json()["results"]:
            erase(kept, row["id"])

    fake_place.meanwhile = erase_before_the_last
    assert counts(kept.sync()) == {"added": 4}
    assert (tables_with(tenant, PLANTED), kept.names()) == ([], {"leave", "pay", "zoo"})
    assert counts(kept.sync()) == {"skipped": 1, "unchanged": 3}


def test_what_vanished_at_the_source_is_named_by_the_run_that_removed_it_alone(
    kept: Kept, fake_place: Place, planted: str, tenant: TenantRef
) -> None:
    del fake_place.texts[PLANTED]
    run = kept.sync()
    assert [(entry["happened"], entry["external_id"]) for entry in run["log"]] == [("removed", PLANTED)]
    with tenant_scope(tenant), transaction.atomic():
        others = SourceRun.objects.exclude(pk=run["id"])
        assert [row.pk for row in others if PLANTED in str(row.log).lower()] == []
