"""axe finds nothing on any screen, at both widths, light and dark."""

from collections.abc import Callable
from itertools import product

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.e2e.conftest import DESKTOP, Enter
from tests.e2e.pages import SCREENS, ask, chip

PHONE = {"width": 390, "height": 844}
LOOKS = tuple(product((DESKTOP, PHONE), ("light", "dark")))
PUBLIC_PAGES = (
    "/sign-in",
    "/sign-in?error=provider",
    "/invite/unknown",
    "/account/password/reset",
    "/account/password/reset/unknown",
    "/nowhere",
)
LOOKS_AT_A_FINDING = 3
REDRAWING_MILLISECONDS = 500
# What pulses for as long as there is work never finishes, and what is held may not: two seconds are enough.
ALL_THAT_ENDS_HAS_ENDED = """Promise.race([
    Promise.allSettled(document.getAnimations()
        .filter(moving => moving.effect.getComputedTiming().endTime !== Infinity)
        .map(moving => moving.finished)),
    new Promise(done => setTimeout(done, 2000)),
])"""
WIDE = "\n".join(" | ".join(f"{month} of the year {year}" for month in range(1, 13)) for year in (2025, 2026))
QUESTION = "Who answers a request for leave, and how soon?"


def findings(page: Page) -> list[str]:
    """Return what axe finds in the page's four looks, each with its place."""
    found = []
    for viewport, scheme in LOOKS:
        page.set_viewport_size(viewport)  # type: ignore[arg-type] # a plain dictionary
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type] # a plain string
        found += [f"{viewport['width']} {scheme}: {finding}" for finding in lasting(page, scheme)]
    return found


def lasting(page: Page, scheme: str) -> list[str]:
    """Return what axe finds however often it looks: a screen that is being redrawn is looked at again."""
    found: list[str] = []
    for _ in range(LOOKS_AT_A_FINDING):
        settle(page, scheme)
        found = [
            f"{violation['id']} at {node['target']}: {node['failureSummary']}"
            for violation in Axe().run(page).response["violations"]
            for node in violation["nodes"]
        ]
        if not found:
            break
        page.wait_for_timeout(REDRAWING_MILLISECONDS)
    return found


def settle(page: Page, scheme: str = "light") -> None:
    """Wait until a screen shows what it is for, in the colours that are asked for, and nothing moves."""
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("data-mantine-color-scheme", scheme)
    page.wait_for_load_state("networkidle")
    page.evaluate(ALL_THAT_ENDS_HAS_ENDED)


@pytest.mark.parametrize("screen", sorted(SCREENS))
def test_a_screen_is_accessible(enter: Enter, screen: str) -> None:
    page = enter("ada", SCREENS[screen])
    settle(page)
    assert findings(page) == []


@pytest.mark.parametrize("path", PUBLIC_PAGES)
def test_a_page_for_everyone_is_accessible(enter: Enter, path: str) -> None:
    page = enter(None, path)
    settle(page)
    assert findings(page) == []


def test_a_document_is_accessible(enter: Enter) -> None:
    page = enter("ada", "/documents")
    page.get_by_role("link", name="Sickness absence").click()
    expect(page.get_by_role("heading", name="Passages")).to_be_visible()
    settle(page)
    assert findings(page) == []


def test_a_table_wider_than_the_screen_is_accessible(enter: Enter) -> None:
    page = enter("ada")
    chunk = {"id": "0198f1c2-7f7e-7c3a-9d5e-2f7f3b1c0a11", "text": WIDE, "start": 0, "end": len(WIDE)}
    found = {"results": [{**chunk, "page": None, "place": "", "section": []}], "next": None, "previous": None}
    page.route("**/api/v1/**/chunks*", lambda route: route.fulfill(json=found))
    page.goto("/documents")
    page.get_by_role("link", name="Annual leave").click()
    expect(page.get_by_role("table")).to_be_visible()
    settle(page)
    assert findings(page) == []


def open_source(page: Page) -> None:
    """Ask, and open the first source."""
    chip(ask(page, QUESTION)).click()


def open_reasons(page: Page) -> None:
    """Ask, and begin to say what was wrong."""
    ask(page, QUESTION).get_by_role("button", name="Not a good answer").click()


def ask_in_vain(page: Page) -> None:
    """Ask what no document answers."""
    expect(ask(page, "How far away is the moon?")).to_contain_text("Nothing in the documents")


def open_account(page: Page) -> None:
    """Open the account's menu."""
    page.get_by_role("button", name="Your account").click()


@pytest.mark.parametrize("prepare", [open_source, open_reasons, ask_in_vain, open_account])
def test_what_opens_over_the_chat_is_accessible(enter: Enter, prepare: Callable[[Page], None]) -> None:
    page = enter("ada")
    prepare(page)
    settle(page)
    assert findings(page) == []


@pytest.mark.parametrize(
    ("screen", "button"),
    [
        ("indexes", "Build a new version"),
        ("people", "Invite someone"),
        ("keys", "New key"),
        ("webhooks", "New webhook"),
        ("account", "Set up"),
    ],
)
def test_a_dialog_is_accessible(enter: Enter, screen: str, button: str) -> None:
    page = enter("ada", SCREENS[screen])
    page.get_by_role("button", name=button).click()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert findings(page) == []
