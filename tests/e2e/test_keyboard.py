"""Everything that a reader needs goes by the keyboard alone."""

from playwright.sync_api import expect

from tests.e2e.conftest import Enter
from tests.e2e.house import House
from tests.e2e.pages import chip, press, question_field, source_panel, tab_to
from tests.factories import cast

QUESTION = "By when must the line manager be telephoned on the first day of absence?"


def test_a_reader_signs_in_asks_looks_at_a_source_and_rates_without_a_mouse(
    house: House, enter: Enter
) -> None:
    page = enter(None)
    keyboard = page.keyboard
    tab_to(page, page.get_by_role("textbox", name="Email"))
    keyboard.type(cast.address(house.tenant, "ben"))
    tab_to(page, page.get_by_role("textbox", name="Password"))
    keyboard.type(cast.PASSWORD)
    press(page, "Enter")

    expect(question_field(page)).to_be_focused()
    keyboard.type(QUESTION)
    press(page, "Enter")
    thumb = page.get_by_role("button", name="A good answer", exact=True)
    expect(thumb).to_be_visible()

    press(page, "Tab")
    tab_to(page, chip(page.get_by_role("article")))
    press(page, "Enter")
    expect(source_panel(page)).to_be_focused()
    press(page, "Escape")
    expect(source_panel(page)).to_be_hidden()
    expect(chip(page.get_by_role("article"))).to_be_focused()

    tab_to(page, thumb)
    press(page, "Enter")
    expect(page.get_by_text("Thank you, noted.")).to_be_visible()


def test_the_slash_key_leads_to_the_question(enter: Enter) -> None:
    page = enter("ben", "/")
    expect(question_field(page)).to_be_focused()
    page.get_by_role("link", name="Documents").focus()
    press(page, "/")
    expect(question_field(page)).to_be_focused()


def test_the_first_tab_offers_a_way_past_the_side_bar(enter: Enter) -> None:
    page = enter("ben", "/documents")
    expect(page.get_by_role("heading", name="Documents", level=1)).to_be_visible()
    press(page, "Tab", "Enter")
    expect(page.locator("#content")).to_be_focused()


def test_the_shortcuts_work_while_a_question_is_written(enter: Enter) -> None:
    page = enter("ben", "/")
    expect(question_field(page)).to_be_focused()
    page.keyboard.type("Is there a list?")
    expect(question_field(page)).to_have_value("Is there a list?")
    press(page, "Alt+KeyD")
    expect(page.get_by_role("heading", name="Documents", level=1)).to_be_visible()
    press(page, "Alt+KeyN")
    expect(question_field(page)).to_have_value("Is there a list?")


def test_the_shortcuts_leave_no_form_half_filled(enter: Enter) -> None:
    page = enter("ben", "/account")
    field = page.get_by_role("textbox", name="Current password")
    field.fill("half of it")
    press(page, "Alt+KeyN")
    expect(field).to_have_value("half of it")
    expect(page.get_by_role("heading", name="Your account", level=1)).to_be_visible()
