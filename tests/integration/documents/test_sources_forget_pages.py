"""What a person erases here stays away from websites and feeds, which remember what they listed, without its name."""

from collections.abc import Iterator

import pytest
from pytest_django import Settings
from rest_framework.test import APIClient

from project.kernel.db import TenantRef
from tests.fakes.site import Site, serving
from tests.integration.documents.sources import Kept, Run, counts
from tests.integration.documents.test_deletion import report
from tests.integration.documents.test_erasure import PLANTED, tables_with

ENTRY = (
    "<entry><id>{site}/{name}</id><title>{name}</title><updated>2026-01-01T00:00:00Z</updated>"
    "<content>Hi</content></entry>"
)


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> Iterator[Site]:
    """Run a site with a page that only its sitemap names, and a feed with an entry of that name."""
    settings.SOURCES_ALLOW_NETWORKS = ("127.0.0.0/8",)
    monkeypatch.setattr("documents.sources.robots.DELAY_SECONDS", 0.0)
    with serving(Site()) as served:
        served.pages = {"/docs/": "The house has rules for all.", f"/docs/{PLANTED}": "It hangs in the hall."}
        names = "".join(f"<url><loc>{served.url}{path}</loc></url>" for path in served.pages)
        served.pages["/sitemap.xml"] = f"<urlset>{names}</urlset>"
        entries = ENTRY.replace("{name}", "leave") + ENTRY.replace("{name}", PLANTED)
        served.pages["/feed.xml"] = f"<feed xmlns='http://www.w3.org/2005/Atom'>{entries}</feed>"
        yield served


@pytest.fixture(params=["website", "feed"])
def kept(request: pytest.FixtureRequest, client: APIClient, run_jobs: Run, site: Site) -> Kept:
    """Return a source of two documents, read once."""
    address = {"website": "/docs/", "feed": "/feed.xml"}[request.param]
    source = Kept(
        client, run_jobs, kind=request.param, name="Handbook", settings={"url": f"{site.url}{address}"}
    )
    assert counts(source.sync()) == {"added": 2}
    return source


def erase(kept: Kept) -> str:
    (row,) = kept.client.get(f"/api/v1/documents?q={PLANTED}").json()["results"]
    assert kept.client.delete(f"/api/v1/documents/{row['id']}").status_code == 204
    return str(row["id"])


def test_no_row_holds_its_name_and_the_report_counts_it(kept: Kept, tenant: TenantRef, run_jobs: Run) -> None:
    erased = erase(kept)
    assert tables_with(tenant, PLANTED) == []
    run_jobs()
    told = report(kept.client, erased)
    assert told["removed"]["memories of sources"] == 1
    assert (told["is_complete"], told["found"]["memories of sources"]) == (True, 0)


def test_it_stays_away_and_unnamed_while_it_stands_there(kept: Kept, tenant: TenantRef, site: Site) -> None:
    """Also after a run to which the site said that nothing changed, and so listed nothing."""
    erase(kept)
    kept.sync()
    assert tables_with(tenant, PLANTED) == []
    site.pages["/docs/"] = "The house has other rules now."
    site.pages["/feed.xml"] = str(site.pages["/feed.xml"]).replace("Hi", "Hello")
    assert counts(kept.sync()) == {"skipped": 1, "updated": 1}
    assert tables_with(tenant, PLANTED) == []


def test_a_name_that_was_left_out_before_it_was_a_documents_goes_with_it(
    client: APIClient, run_jobs: Run, site: Site, tenant: TenantRef
) -> None:
    """It answers nothing itself; then a page says that this is its canonical address."""
    site.pages |= {f"/docs/{PLANTED}": 404, "/docs/read": "It hangs in the hall."}
    site.pages["/sitemap.xml"] = str(site.pages["/sitemap.xml"]).replace(
        "</urlset>", f"<url><loc>{site.url}/docs/read</loc></url></urlset>"
    )
    source = Kept(client, run_jobs, kind="website", name="Handbook", settings={"url": f"{site.url}/docs/"})
    source.sync()
    site.heads["/docs/read"] = f'<link rel="canonical" href="{{site}}/docs/{PLANTED}">'
    assert source.names() == {"", "read"}
    source.sync()
    erased = erase(source)
    assert tables_with(tenant, PLANTED) == []
    source.sync()
    assert tables_with(tenant, PLANTED) == []
    assert report(client, erased)["is_complete"]
