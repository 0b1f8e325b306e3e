"""Coming in and going out."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Enter
from tests.e2e.house import House
from tests.e2e.pages import question_field, sign_in
from tests.factories import cast


def test_whoever_signs_in_arrives_where_they_wanted_to_go(house: House, enter: Enter) -> None:
    page = enter(None, "/documents")
    sign_in(page, cast.address(house.tenant, "cleo"), cast.PASSWORD)
    expect(page.get_by_role("heading", name="Documents", level=1)).to_be_visible()


def test_nothing_is_refused_before_anybody_has_tried_to_sign_in(house: House, enter: Enter) -> None:
    """Not even after a good sign-in; what is refused later is in the console as ever."""
    page = enter(None, "/sign-in")
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.goto("/documents")
    expect(page).to_have_url(re.compile(r"/sign-in\?next=%2Fdocuments$"))
    sign_in(page, cast.address(house.tenant, "cleo"), cast.PASSWORD)
    expect(page.get_by_role("heading", name="Documents", level=1)).to_be_visible()
    assert said == []
    page.context.clear_cookies(name="session")
    page.evaluate("fetch('/api/v1/session')")
    page.wait_for_timeout(200)
    assert ["401" in message for message in said] == [True]


def test_a_wrong_password_says_so_and_keeps_the_email(house: House, enter: Enter) -> None:
    page, email = enter(None), cast.address(house.tenant, "ben")
    sign_in(page, email, "not-the-password")
    expect(page.get_by_text("don’t belong together")).to_be_visible()
    expect(page.get_by_role("textbox", name="Email")).to_have_value(email)


@pytest.mark.parametrize("name", ["max", "nobody"])
def test_a_stranger_is_told_the_same_as_somebody_with_a_wrong_password(
    house: House, enter: Enter, name: str
) -> None:
    page = enter(None)
    sign_in(page, cast.address(house.home(name), name), cast.PASSWORD)
    expect(page.get_by_text("don’t belong together")).to_be_visible()


def test_after_signing_out_the_pages_are_closed(house: House, enter: Enter) -> None:
    page = enter(None)
    sign_in(page, cast.address(house.tenant, "ben"), cast.PASSWORD)
    expect(question_field(page)).to_be_visible()
    page.get_by_role("button", name="Your account").click()
    page.get_by_role("menuitem", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    page.goto("/documents")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
