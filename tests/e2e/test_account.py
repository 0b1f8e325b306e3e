"""What people change about their own way in."""

import re
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections
from playwright.sync_api import Locator, Page, Route, expect

from tests.e2e.conftest import Enter
from tests.e2e.house import House
from tests.e2e.pages import question_field, sign_in
from tests.factories import cast

CHOSEN = "a-password-of-my-choice"


def move_in(house: House, name: str) -> str:
    """Make a member of Ada's tenant; return their address."""

    def make() -> None:
        cast.make_member(house.tenant, name)
        connections.close_all()

    # Playwright's loop runs in this thread, where Django then refuses to ask the database.
    with ThreadPoolExecutor(max_workers=1) as thread:
        thread.submit(make).result()
    return cast.address(house.tenant, name)


@pytest.fixture
def newcomer(house: House, request: pytest.FixtureRequest) -> str:
    """Make a member for one test, whose sign-in it may change."""
    return move_in(house, re.sub("[^a-z]", "", request.function.__name__)[-20:])


def enter_as(enter: Enter, email: str, password: str = cast.PASSWORD) -> Page:
    """Sign in by the form."""
    page = enter(None)
    sign_in(page, email, password)
    return page


def test_a_lost_password_is_replaced_by_the_link_that_comes_by_mail(
    house: House, enter: Enter, newcomer: str
) -> None:
    page = enter(None)
    page.get_by_role("link", name="Forgot your password?").click()
    # The page that is left has a field of the same name.
    expect(page.get_by_role("button", name="Send the link")).to_be_visible()
    page.get_by_role("textbox", name="Email").fill(newcomer)
    page.get_by_role("button", name="Send the link").click()
    expect(page.get_by_role("status")).to_contain_text("a link is on its way")
    (link,) = re.findall(rf"{house.url('ada')}/account/password/reset/\S+", mail_of(house, newcomer))

    page.goto(link)
    page.get_by_role("textbox", name="Password").fill(CHOSEN)
    page.get_by_role("button", name="Set the password").click()
    page.get_by_role("link", name="Sign in").click()
    sign_in(page, newcomer, CHOSEN)
    expect(question_field(page)).to_be_visible()
    page.goto(link)
    expect(page.get_by_text("This link has been used or has expired.")).to_be_visible()


def mail_of(house: House, email: str) -> str:
    """Return the latest mail to an address, which the web process writes to its log."""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        *_, latest = (house.stack.folder / "web.log").read_text().split("Subject: ")
        if f"To: {email}" in latest and "/reset/" in latest:
            return latest.replace("=\n", "")
        time.sleep(0.1)
    raise AssertionError("no mail came")


def test_a_stranger_who_forgot_a_password_is_told_the_same_and_gets_no_mail(
    house: House, enter: Enter
) -> None:
    page = enter(None, "/account/password/reset")
    page.get_by_role("textbox", name="Email").fill("stranger@elsewhere.example")
    page.get_by_role("button", name="Send the link").click()
    expect(page.get_by_role("status")).to_contain_text("a link is on its way")
    assert "stranger@elsewhere.example" not in (house.stack.folder / "web.log").read_text()


def test_a_password_is_changed_by_whoever_knows_it(enter: Enter, newcomer: str) -> None:
    page = enter_as(enter, newcomer)
    page.get_by_role("button", name="Your account").click()
    page.get_by_role("menuitem", name="Password and security").click()
    page.get_by_role("textbox", name="Current password").fill("not-the-password")
    page.get_by_role("textbox", name="New password").fill(CHOSEN)
    page.get_by_role("button", name="Change the password").click()
    expect(page.get_by_text("Please type your current password")).to_be_visible()
    page.get_by_role("textbox", name="Current password").fill(cast.PASSWORD)
    page.get_by_role("button", name="Change the password").click()
    expect(page.get_by_text("Your password has been changed.")).to_be_visible()
    expect(question_field(enter_as(enter, newcomer, CHOSEN))).to_be_visible()


def test_a_second_factor_is_set_up_and_asked_for(enter: Enter, newcomer: str) -> None:
    page = enter_as(enter, newcomer)
    expect(question_field(page)).to_be_visible()
    page.goto("/account")
    page.get_by_role("button", name="Set up").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("img", name="QR code")).to_be_visible()
    secret = dialog.locator("code").inner_text().replace(" ", "")
    dialog.get_by_role("textbox", name="Code that the app shows").fill(cast.totp_code(secret))
    dialog.get_by_role("button", name="Turn on").click()
    check = page.get_by_role("dialog", name="Is it still you?")
    check.get_by_role("textbox", name="Password").fill(cast.PASSWORD)
    check.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("dialog", name="Your recovery codes")).to_be_visible()
    recovery = page.get_by_role("dialog").locator("code").inner_text().split()
    page.get_by_role("button", name="I have kept them").click()
    expect(page.get_by_text(f"On · {len(recovery)} recovery codes left")).to_be_visible()

    again = enter_as(enter, newcomer)
    again.get_by_role("textbox", name="Code").fill(recovery[0])
    again.get_by_role("button", name="Confirm").click()
    expect(question_field(again)).to_be_visible()


TURNING_OFF = "**/account/authenticators/totp"


def turn_off(enter: Enter) -> Locator:
    """Ask to turn off a second factor that the server says is on; return the question."""
    page = enter("cleo")
    is_on = {"status": 200, "data": [{"type": "totp"}, {"type": "recovery_codes", "unused_code_count": 3}]}
    page.route("**/account/authenticators", lambda route: route.fulfill(json=is_on))
    page.goto("/account")
    page.get_by_role("button", name="Turn off").click()
    return page.get_by_role("dialog", name="Turn off the second factor?")


def test_a_change_of_the_second_factor_shows_that_it_runs_and_forgets_that_it_failed(enter: Enter) -> None:
    question, waiting = turn_off(enter), list[Route]()
    page = question.page
    page.route(TURNING_OFF, lambda route: waiting.insert(0, route))
    with page.expect_request(TURNING_OFF):
        question.get_by_role("button", name="Turn off").click()
    expect(question.get_by_role("button", name="Turn off")).to_be_disabled()
    waiting[0].fulfill(status=503, json={})
    expect(question.get_by_role("alert")).to_be_visible()
    question.get_by_role("button", name="Cancel").click()
    page.get_by_role("button", name="Turn off").click()
    expect(question).to_be_visible()
    expect(question.get_by_role("alert")).to_have_count(0)


def test_a_change_is_given_up_with_the_password_that_it_wants(enter: Enter) -> None:
    question = turn_off(enter)
    page = question.page
    refusal = {"status": 401, "meta": {"is_authenticated": True}}
    page.route(TURNING_OFF, lambda route: route.fulfill(status=401, json=refusal))
    question.get_by_role("button", name="Turn off").click()
    check = page.get_by_role("dialog", name="Is it still you?")
    expect(check).to_be_visible()
    expect(question).to_be_hidden()
    check.get_by_role("button", name="Close").click()
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_a_refusal_of_the_companys_own_sign_in_is_explained(enter: Enter) -> None:
    page = enter(None, "/sign-in?error=provider")
    expect(page.get_by_role("alert")).to_contain_text("didn’t let you in")
