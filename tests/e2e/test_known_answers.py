"""An answer that was given before is given again, says so, and can be made anew."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Enter
from tests.e2e.house import House, make_collection, signed_in, upload, wait_until_indexed
from tests.e2e.pages import ask
from tests.e2e.test_accessibility import findings, settle

PARKING = b"# Parking\n\nGuests park in the yard behind house seven, for two hours, free of charge."
QUESTION = "Where do guests park?"


@pytest.fixture(scope="module")
def parking(house: House) -> Iterator[None]:
    """Give Rosa a collection with a document."""
    with signed_in(house.stack, house.home("rosa"), "rosa") as client:
        make_collection(client, "rules", "everyone")
        upload(client, "rules", "parking.md", PARKING)
        wait_until_indexed(client)
        yield


@pytest.mark.usefixtures("parking")
def test_what_was_answered_before_says_so_and_is_made_anew_on_demand(enter: Enter) -> None:
    page = enter("rosa", "/")
    expect(ask(page, QUESTION)).not_to_contain_text("Answered before")
    page.get_by_role("link", name="New question").first.click()
    again = ask(page, QUESTION)
    expect(again).to_contain_text("Answered before")
    expect(again).to_contain_text("house seven")
    settle(page)
    assert findings(page) == []
    again.get_by_role("button", name="Ask again").click()
    expect(page.locator("article").last).not_to_contain_text("Answered before")
    expect(page.locator("article").last.get_by_role("button", name="Not a good answer")).to_be_visible()
