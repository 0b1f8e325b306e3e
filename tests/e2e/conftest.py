"""Open the house once, and let people enter it through a browser that watches for foul play."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Protocol
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from project.embedded.browser import CHROMIUM_NAMES
from project.embedded.install import build_frontend
from tests import environment, needs
from tests.e2e.house import House, fresh_stack, open_house
from tests.e2e.pages import BROWSER_ARGUMENTS

PATIENCE_MILLISECONDS = 20_000
DESKTOP = {"width": 1440, "height": 900}

expect.set_options(timeout=PATIENCE_MILLISECONDS)


class Enter(Protocol):
    """Lead a person to a page; nobody's name leaves them at the door, signed out."""

    def __call__(self, name: str | None, path: str = "/", *, at: str = "ada", **options: Any) -> Page:
        """Open a path at the address of `at`'s tenant, or of the person's own."""


@dataclass
class Watch:
    """Collect what no page of ours may do."""

    findings: list[str] = field(default_factory=list)

    def over(self, context: BrowserContext) -> None:
        """Listen to everything that happens in a context."""
        context.on("request", lambda request: self._see(request.url))
        context.on("weberror", lambda error: self.findings.append(f"error: {error.error}"))
        context.on("dialog", lambda dialog: self.findings.append(f"dialog: {dialog.message}"))
        context.on("console", lambda message: self._hear(message.text))

    def _see(self, url: str) -> None:
        if not (urlsplit(url).hostname or "localhost").endswith("localhost"):
            self.findings.append(f"request: {url}")

    def _hear(self, text: str) -> None:
        if "Content Security Policy" in text or "executed" in text:
            self.findings.append(text)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run these tests last: Playwright's loop, once begun, is in the way of tests that await."""
    items.sort(key=lambda item: "tests/e2e" in item.path.as_posix())
    for item in items:
        if "tests/e2e" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session", autouse=True)
def house(database: None) -> Iterator[House]:
    """Open the house, with the web UI as its sources are; it is ready before the browser is."""
    if not any(shutil.which(name) for name in CHROMIUM_NAMES):
        needs.do_without("chromium is not installed")
    build_frontend()
    with open_house(*fresh_stack(environment.services.folder)) as opened:
        yield opened


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Use the machine's chromium, and let it call nobody."""
    found = next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    return {**browser_type_launch_args, "executable_path": found, "args": [*BROWSER_ARGUMENTS]}


@pytest.fixture(scope="session")
def base_url() -> str:
    """Name no address for all: each tenant has its own."""
    return ""


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """Look at pages as on a desktop, with nothing that moves."""
    return {**browser_context_args, "viewport": DESKTOP, "reduced_motion": "reduce", "color_scheme": "light"}


@pytest.fixture
def watch() -> Iterator[Watch]:
    """Return what watches the pages; it fails a test whose pages did what none may do."""
    watch = Watch()
    yield watch
    assert watch.findings == []


@pytest.fixture
def enter(house: House, watch: Watch, new_context: Callable[..., BrowserContext]) -> Enter:
    """Return what leads a person to a page."""

    def lead(name: str | None, path: str = "/", *, at: str = "ada", **options: Any) -> Page:
        context = new_context(base_url=house.url(name or at), **options)
        watch.over(context)
        context.set_default_timeout(PATIENCE_MILLISECONDS)
        if name is not None:
            context.add_cookies(house.cookies(name))  # type: ignore[arg-type] # plain dictionaries
        page = context.new_page()
        page.goto(path)
        return page

    return lead
