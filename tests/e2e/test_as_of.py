"""A question is put as of a day, and its answer says so and shows the version of then."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import ViewportSize, expect

from tests.e2e.conftest import Enter
from tests.e2e.house import House, make_collection, signed_in, upload, wait_until_indexed
from tests.e2e.pages import ask
from tests.e2e.test_accessibility import findings, settle

PARKING = b"# Parking\n\nGuests park in the yard behind house seven, for two hours, free of charge."
QUESTION = "Where do guests park?"
PHONE: ViewportSize = {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def parking(house: House) -> Iterator[None]:
    """Give Rosa a collection with a document."""
    with signed_in(house.stack, house.home("rosa"), "rosa") as client:
        make_collection(client, "guests", "everyone")
        upload(client, "guests", "guests.md", PARKING)
        wait_until_indexed(client)
        yield


@pytest.mark.usefixtures("parking")
def test_a_question_is_asked_as_of_a_day(enter: Enter) -> None:
    """And nothing is answered from before there was anything."""
    page = enter("rosa", "/")
    page.get_by_role("button", name="As of today").click()
    day = page.get_by_label("Answer as of the end of")
    day.fill("2999-01-31")
    expect(page.get_by_text("That day has not come yet. You still ask as of today.")).to_be_visible()
    day.fill("2020-01-31")
    expect(page.get_by_text("That day has not come yet")).to_have_count(0)
    page.keyboard.press("Escape")
    turn = ask(page, QUESTION)
    expect(turn).to_contain_text("As of 31 Jan 2020")
    expect(turn).to_contain_text("Nothing in the documents")
    page.reload()
    expect(page.locator("article").last).to_contain_text("As of 31 Jan 2020")
    page.set_viewport_size(PHONE)
    page.get_by_role("button", name="As of").click()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.keyboard.press("Escape")
    settle(page)
    assert findings(page) == []


@pytest.mark.usefixtures("parking")
def test_going_back_to_today_clears_a_day_that_was_refused(enter: Enter) -> None:
    page = enter("rosa", "/")
    page.get_by_role("button", name="As of today").click()
    day = page.get_by_label("Answer as of the end of")
    day.fill("2020-01-31")
    day.fill("2999-01-31")
    expect(page.get_by_text("That day has not come yet")).to_be_visible()
    page.get_by_role("button", name="Back to today").click()
    expect(page.get_by_text("That day has not come yet")).to_have_count(0)
    expect(day).to_have_value("")
