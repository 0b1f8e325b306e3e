"""Documents come, are asked about, and go."""

from playwright.sync_api import expect

from tests.e2e.conftest import Enter
from tests.e2e.pages import ask, confirm, document_row, drop

KETTLE = (
    "# Kettle rule\n\nThe kettle in the east kitchen is descaled every second Thursday by the apprentices.\n"
)
KETTLE_QUESTION = "How often is the kettle in the east kitchen descaled?"


def test_a_dropped_file_becomes_ready_before_our_eyes_is_asked_about_and_deleted(enter: Enter) -> None:
    page = enter("ada", "/documents?collection=handbook")
    expect(document_row(page, "Annual leave")).to_be_visible()
    drop(page, "kettle-rule.md", KETTLE)
    kettle = page.get_by_role("listitem").filter(has=page.get_by_role("link", name="Kettle rule"))
    expect(kettle).to_contain_text("Ready")

    asking = enter("cleo")
    expect(ask(asking, KETTLE_QUESTION)).to_contain_text("second Thursday")

    kettle.get_by_role("button", name="Actions for").click()
    page.get_by_role("menuitem", name="Delete").click()
    confirm(page, "Delete")
    expect(kettle).to_have_count(0)
    asking.goto("/")
    expect(ask(asking, KETTLE_QUESTION)).not_to_contain_text("second Thursday")


def test_a_document_shows_its_passages_with_their_pages(enter: Enter) -> None:
    page = enter("cleo", "/documents")
    page.get_by_role("link", name="Sickness absence").click()
    expect(page.get_by_role("heading", name="Sickness absence", level=1)).to_be_visible()
    expect(page.get_by_text("3 pages")).to_be_visible()
    expect(page.get_by_text("page 2").first).to_be_visible()


def test_a_member_finds_no_way_to_add_or_delete(enter: Enter) -> None:
    page = enter("cleo", "/documents")
    expect(document_row(page, "Annual leave")).to_be_visible()
    expect(page.get_by_role("button", name="Add files")).to_have_count(0)
    expect(page.get_by_role("button", name="Actions for")).to_have_count(0)


def test_a_member_does_not_see_that_an_engineers_document_exists(enter: Enter) -> None:
    page = enter("cleo", "/documents")
    expect(document_row(page, "Annual leave")).to_be_visible()
    expect(page.get_by_text("Change control")).to_have_count(0)
