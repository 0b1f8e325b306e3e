"""A website is kept in step in a browser: tried, looked at, read, and asked about when much of it vanishes."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.e2e.conftest import Enter
from tests.e2e.house import House, make_collection, signed_in
from tests.e2e.pages import SCREENS, choose, document_row, row
from tests.e2e.test_accessibility import findings, settle
from tests.fakes.site import Site, serving

# A site gets a second between two pages.
READING_MILLISECONDS = 60_000
NAMES = ("leave", "travel", "visitors", "parking", "security", "payroll", "kitchen")


@pytest.fixture(scope="module")
def library(house: House) -> None:
    """Give Otto two collections to read into."""
    with signed_in(house.stack, house.home("otto"), "otto") as client:
        for slug in ("handbook", "forecast"):
            make_collection(client, slug, "everyone")


@pytest.fixture
def site(library: None) -> Iterator[Site]:
    """Serve a handbook of seven pages, named by its sitemap."""
    pages: dict[str, str | int] = {f"/docs/{name}.html": f"All about {name}. Ask the team." for name in NAMES}
    places = "".join(f"<url><loc>{{site}}{path}</loc></url>" for path in pages)
    sitemap = f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{places}</urlset>'
    with serving(Site(pages={**pages, "/sitemap.xml": sitemap})) as site:
        yield site


def describe(page: Page, name: str, address: str, into: str = "Handbook") -> Locator:
    """Fill in a website's form; return the dialog."""
    page.get_by_role("button", name="Add a source").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("textbox", name="Name", exact=True).fill(name)
    choose(page, "Into", into)
    dialog.get_by_role("textbox", name="Address").fill(address)
    return dialog


def add(page: Page, name: str, address: str, into: str = "Handbook") -> Locator:
    """Add a website; return its line."""
    dialog = describe(page, name, address, into)
    dialog.get_by_role("button", name="Add a source").click()
    expect(dialog).to_be_hidden()
    return row(page, name)


def look_ahead(page: Page, name: str) -> Locator:
    """Ask what a run would do; return the dialog."""
    page.get_by_role("button", name=f"More about {name}").click()
    page.get_by_role("menuitem", name="See what a run would do").click()
    return page.get_by_role("dialog", name=f"What a run of {name} would do")


def check(page: Page) -> None:
    """Find nothing that stands in somebody's way."""
    # The last look of a check before was a dark one.
    page.emulate_media(color_scheme="light")
    settle(page)
    assert findings(page) == []


def test_a_website_is_looked_at_read_and_asked_about_when_it_vanishes(enter: Enter, site: Site) -> None:
    page = enter("otto", SCREENS["sources"])
    source = add(page, "Intranet", f"{site.url}/docs/leave.html")
    ahead = look_ahead(page, "Intranet")
    expect(ahead).to_contain_text("7 would be added", timeout=READING_MILLISECONDS)
    check(page)
    page.keyboard.press("Escape")
    expect(source).to_contain_text("Not read yet")
    source.get_by_role("button", name="Log of Intranet").click()
    page.get_by_role("dialog").get_by_role("button", name="Open the run").click()
    page.get_by_role("dialog").get_by_role("button", name="Sync now").click()
    run = page.get_by_role("dialog", name="Run of Intranet")
    expect(run.get_by_role("status").first).to_have_text("7 added", timeout=READING_MILLISECONDS)
    expect(run.get_by_role("list", name="Log").get_by_role("link")).to_have_count(7)
    page.keyboard.press("Escape")
    expect(source).to_contain_text("In step")

    for name in NAMES[1:]:
        del site.pages[f"/docs/{name}.html"]
    source.get_by_role("button", name="Sync now").click()
    source.get_by_role("button", name="Look and decide").click(timeout=READING_MILLISECONDS)
    expect(run).to_contain_text("6 of its 7 documents vanished at the source.")
    check(page)
    run.get_by_role("button", name="Remove 6 documents").click()
    expect(run.get_by_role("status").first).to_contain_text("6 removed", timeout=READING_MILLISECONDS)
    page.keyboard.press("Escape")
    expect(source).to_contain_text("1 document in Handbook")
    page.goto("/documents?collection=handbook")
    expect(document_row(page, "/docs/leave.html")).to_be_visible()
    expect(document_row(page, "/docs/travel.html")).to_have_count(0)


def test_a_source_is_tried_before_it_is_added(enter: Enter, site: Site) -> None:
    page = enter("otto", SCREENS["sources"])
    dialog = describe(page, "Tried", "nonsense")
    dialog.get_by_role("button", name="Try it").click()
    expect(dialog.get_by_text("Expected an address that begins with http://")).to_be_visible()
    dialog.get_by_role("textbox", name="Address").fill(f"{site.url}/docs/leave.html")
    dialog.get_by_role("button", name="Try it").click()
    found = dialog.get_by_role("status")
    expect(found).to_contain_text("What stands there first:", timeout=READING_MILLISECONDS)
    expect(found.get_by_text("/docs/leave.html", exact=True)).to_be_visible()
    check(page)


def test_what_came_of_a_trial_is_not_said_of_another_address(enter: Enter, site: Site) -> None:
    page = enter("otto", SCREENS["sources"])
    dialog = describe(page, "Tried", f"{site.url}/docs/leave.html")
    dialog.get_by_role("button", name="Try it").click()
    found = dialog.get_by_role("status")
    expect(found).to_contain_text("It can be read.", timeout=READING_MILLISECONDS)
    address = dialog.get_by_role("textbox", name="Address")
    address.fill("nonsense")
    expect(found).to_have_text("Changed since it was tried. Try it again to see whether it can be read.")
    dialog.get_by_role("textbox", name="Name", exact=True).fill("Of another name")
    dialog.get_by_role("button", name="Try it").click()
    wrong = dialog.get_by_text("Expected an address that begins with http://")
    expect(wrong).to_be_visible()
    address.fill("nonsense too")
    expect(wrong).to_have_count(0)
    check(page)


def test_a_run_that_was_foreseen_is_asked_for_once_and_says_why_it_does_not_begin(
    enter: Enter, site: Site
) -> None:
    page = enter("otto", SCREENS["sources"])
    add(page, "Foreseen", f"{site.url}/docs/leave.html", into="Forecast")
    ahead = look_ahead(page, "Foreseen")
    sync = ahead.get_by_role("button", name="Sync now")
    expect(sync).to_be_visible(timeout=READING_MILLISECONDS)
    asked: list[Route] = []

    def keep_waiting(route: Route) -> None:
        asked.append(route)

    page.route("**/sync", keep_waiting)
    sync.click()
    expect(sync).to_be_disabled()
    asked.pop().fulfill(status=503, json={"status": 503, "detail": "The queue is full."})
    expect(ahead.get_by_role("alert")).to_contain_text("The queue is full.")
    check(page)
    page.unroute("**/sync")
    sync.click()
    run = page.get_by_role("dialog", name="Run of Foreseen")
    expect(run.get_by_role("status").first).to_have_text("7 added", timeout=READING_MILLISECONDS)


def test_a_source_that_may_not_be_read_says_why_and_how_to_mend_it(enter: Enter, site: Site) -> None:
    site.pages = {"/": "Welcome."}
    site.robots = "User-agent: *\nDisallow: /"
    page = enter("otto", SCREENS["sources"])
    page.set_viewport_size({"width": 390, "height": 844})
    source = add(page, "Forbidden", f"{site.url}/")
    source.get_by_role("button", name="Sync now").click()
    expect(source).to_contain_text("robots.txt allows none of these", timeout=READING_MILLISECONDS)
    check(page)
    source.get_by_role("button", name="Change its settings").click()
    expect(page.get_by_role("dialog").get_by_role("textbox", name="Address")).to_have_value(f"{site.url}/")
    check(page)
    page.keyboard.press("Escape")
    source.get_by_role("button", name="More about Forbidden").click()
    page.get_by_role("menuitem", name="Remove").click()
    page.get_by_role("dialog").get_by_role("button", name="Remove", exact=True).click()
    expect(source).to_have_count(0)
