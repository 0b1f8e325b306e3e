"""Take the pictures of docs/ui.md from a running demo: `python -m tests.e2e.screenshots BASE_URL OUT_DIR`.

BASE_URL is the address of the demo tenant acme, such as http://acme.localhost:8000.
"""

import io
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from PIL import Image
from playwright.sync_api import Browser, Locator, Page, Route, expect, sync_playwright

from project.embedded.browser import CHROMIUM_NAMES
from tests.e2e.made_up import SEND, SOURCE, WEBHOOK
from tests.e2e.pages import (
    BROWSER_ARGUMENTS,
    SCREENS,
    ask,
    chip,
    document_row,
    drop,
    question_field,
    sign_in,
    source,
)

PASSWORD = "raglan-demo-1"
HOTEL = "What is the hotel limit per night?"
FIT_NOTE = "From which day do I need a fit note from a doctor?"
CANTEEN = "When does the canteen open?"
BEFORE = ("How many days may I work from home?", "Who approves a new supplier?")
FEEDBACK = {
    "rating": "down",
    "reasons": ["incomplete", "out_of_date"],
    "comment": "It leaves out what applies to contractors.",
    "expected_answer": "Contractors bring theirs to their own employer.",
}
INVITATIONS = "/api/v1/invitations"
KEYS = {"Intranet search box": ["search", "chat"], "Nightly import": ["documents:write"]}
UPLOADS = ("Travel policy.md", "Expenses.md", "Visitors.md", "Car park.md")
PATIENCE_MILLISECONDS = 90_000
COLOURS = 255


@dataclass(frozen=True)
class Size:
    """Say how large a screen is, and how fine."""

    width: int
    height: int
    scale: float


SIZES = (Size(1440, 900, 1), Size(390, 844, 1))
Prepare = Callable[[Page], object]


def nothing(page: Page) -> None:
    """Leave a screen as it opens."""


def open_answer(page: Page) -> Locator:
    """Open the conversation that was begun for the pictures."""
    asked = next(
        one for one in call(page, "GET", "/api/v1/conversations")["results"] if one["title"] == HOTEL
    )
    page.goto(f"/chat/{asked['id']}")
    turn = page.get_by_role("article").first
    expect(turn.get_by_role("button", name="A good answer", exact=True)).to_be_visible()
    return turn


def open_source(page: Page) -> None:
    """Open the passage behind the first citation."""
    chip(open_answer(page)).click()
    source(page).get_by_role("radiogroup").get_by_text("Text").click()
    expect(source(page).locator("mark").first).to_be_visible()
    page.mouse.move(0, 0)


def open_page(page: Page) -> None:
    """Open the page of the PDF that the first citation stands on."""
    chip(open_answer(page)).click()
    expect(source(page).locator("canvas")).to_be_visible()
    page.mouse.move(0, 0)


def open_document(page: Page) -> None:
    """Go from the library to a document of several pages."""
    document_row(page, "Sickness absence").get_by_role("link").click()
    expect(page.get_by_role("heading", name="Passages")).to_be_visible()


def open_entry(page: Page) -> None:
    """Choose the entry of the inbox that says most."""
    page.get_by_role("button", name=FIT_NOTE).first.click()
    page.wait_for_load_state("networkidle")


def open_trace(page: Page) -> None:
    """Show below the entry how its answer came about."""
    open_entry(page)
    page.get_by_role("heading", name="How it came about").evaluate("title => title.scrollIntoView()")
    page.mouse.move(0, 0)


def show_webhook(page: Page) -> None:
    """Answer as if there were a webhook, and look again."""
    page.route("**/api/v1/webhooks*", lambda route: route.fulfill(json={"results": [WEBHOOK], "next": None}))
    page.reload()
    expect(page.get_by_text(str(WEBHOOK["url"]))).to_be_visible()


def set_up_second_factor(page: Page) -> None:
    """Open what is scanned by an authenticator app."""
    page.get_by_role("button", name="Set up").click()
    expect(page.get_by_role("img", name="QR code")).to_be_visible()


def upload(page: Page) -> None:
    """Hold files on their way: what is sent never arrives."""
    page.route("**/api/v1/documents", hold)
    for name in UPLOADS:
        drop(page, name, f"# {name}")
    expect(page.get_by_role("region", name="Uploads").get_by_role("listitem")).to_have_count(len(UPLOADS))


def hold(route: Route) -> None:
    """Let through what is asked; leave what is sent without an answer."""
    if route.request.method != "POST":
        route.continue_()


def scroll_to_groups(page: Page) -> None:
    """Show the groups below the members."""
    page.get_by_role("heading", name="Groups", exact=True).evaluate("title => title.scrollIntoView()")


def open_form(page: Page) -> None:
    """Ask for a new index version, and wait for what it takes."""
    page.get_by_role("button", name="Build a new version").click()
    expect(page.get_by_role("dialog").get_by_text("Tokens to embed")).to_be_visible()


def compare_pipeline(page: Page) -> None:
    """Make passages shorter, and show what that takes."""
    file = page.get_by_role("textbox", name="Pipeline file")
    file.fill(file.input_value().replace("max_tokens: 200", "max_tokens: 120"))
    page.get_by_role("button", name="Compare").click()
    expect(page.get_by_text("Tokens to embed")).to_be_visible()
    page.get_by_role("button", name="Check").evaluate("button => button.scrollIntoView()")


def size_a_million(page: Page) -> None:
    """Work out what a million passages take."""
    page.get_by_role("textbox", name="Passages").fill("1000000")
    expect(page.get_by_text("GB").first).to_be_visible()


def show_source(page: Page) -> None:
    """Answer as if there were a source that asks, and look again."""
    page.route("**/api/v1/sources?*", lambda route: route.fulfill(json={"results": [SOURCE], "next": None}))
    page.route("**/api/v1/sources", lambda route: route.fulfill(json={"results": [SOURCE], "next": None}))
    page.reload()
    expect(page.get_by_text(str(SOURCE["name"]))).to_be_visible()


def open_history(page: Page) -> None:
    """Open the history of the document that was changed for the pictures."""
    found = call(page, "GET", "/api/v1/documents?collection=handbook")["results"]
    changed = next(one for one in found if one["version"] > 1)
    page.goto(f"/documents/{changed['id']}/history")
    expect(page.locator("ins").first).to_be_visible()


PICTURES: Mapping[str, tuple[str, Prepare]] = {
    "new-question": (SCREENS["chat"], nothing),
    "answer": (SCREENS["chat"], open_answer),
    "source": (SCREENS["chat"], open_source),
    "source-page": (SCREENS["chat"], open_page),
    "documents": (SCREENS["documents"], nothing),
    "document": (SCREENS["documents"], open_document),
    "sources": (SCREENS["sources"], show_source),
    "history": (SCREENS["documents"], open_history),
    "splitting": (SCREENS["splitting"], nothing),
    "pipeline": (SCREENS["pipeline"], nothing),
    "work": (SCREENS["work"], nothing),
    "feedback": (SCREENS["feedback"], open_entry),
    "trace": (SCREENS["feedback"], open_trace),
    "indexes": (SCREENS["indexes"], nothing),
    "build": (SCREENS["indexes"], open_form),
    "sizing": (SCREENS["sizing"], size_a_million),
    "members": (SCREENS["people"], nothing),
    "groups": (SCREENS["people"], scroll_to_groups),
    "api-keys": (SCREENS["keys"], nothing),
    "webhooks": (SCREENS["webhooks"], show_webhook),
    "audit": (SCREENS["audit"], nothing),
    "account": (SCREENS["account"], nothing),
    "second-factor": (SCREENS["account"], set_up_second_factor),
    "comparison": (SCREENS["pipeline"], compare_pipeline),
    "uploads": (f"{SCREENS['documents']}?collection=handbook", upload),
}
DOORS = {
    "sign-in": "/sign-in",
    "forgotten": "/account/password/reset",
    "new-password": "/account/password/reset/link",
}
DARK = ("source", "documents")


def main() -> None:
    """Bring the demo to life a little, then take every picture at both sizes."""
    base_url, out = sys.argv[1], Path(sys.argv[2])
    out.mkdir(parents=True, exist_ok=True)
    found = next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    expect.set_options(timeout=PATIENCE_MILLISECONDS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=[*BROWSER_ARGUMENTS])
        with entered(browser, base_url, "ben", SIZES[0]) as page:
            rate(page)
        with entered(browser, base_url, "ada", SIZES[0]) as page:
            furnish(page)
        for size in SIZES:
            take_all(browser, base_url, size, out)
            take_invitation(browser, base_url, size, out)
        browser.close()


def take_all(browser: Browser, base_url: str, size: Size, out: Path) -> None:
    """Take every picture at one size."""
    with opened(browser, base_url, size) as page:
        # As if the link were one that came by e-mail.
        page.route("**/auth/password/reset", lambda route: route.fulfill(json={"status": 200}))
        for name, path in DOORS.items():
            page.goto(path)
            take(page, out / f"{name}-{size.width}.png")
    with entered(browser, base_url, "ada", size) as page:
        # A page with files on their way, or with a changed file, asks before it is left.
        page.on("dialog", lambda dialog: dialog.accept())
        for name, (path, prepare) in PICTURES.items():
            page.goto(path)
            page.wait_for_load_state("networkidle")
            prepare(page)
            take(page, out / f"{name}-{size.width}.png")
            if name in DARK:
                page.emulate_media(color_scheme="dark")
                take(page, out / f"{name}-dark-{size.width}.png")
                page.emulate_media(color_scheme="light")


def take_invitation(browser: Browser, base_url: str, size: Size, out: Path) -> None:
    """Take the page that an invitation's link opens, and withdraw the invitation."""
    with entered(browser, base_url, "ada", size) as page:
        invitation = call(page, "POST", INVITATIONS, invited("omar@acme.example"))
        with opened(browser, base_url, size) as guest:
            guest.goto(invitation["link"])
            expect(guest.get_by_role("textbox", name="Your name")).to_be_visible()
            take(guest, out / f"invitation-{size.width}.png")
        call(page, "DELETE", f"{INVITATIONS}/{invitation['id']}")


def invited(email: str) -> Mapping[str, object]:
    """Return what invites a member."""
    return {"email": email, "role": "member", "groups": []}


def take(page: Page, path: Path) -> None:
    """Take a picture once everything is there, with few enough colours to be small."""
    page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready")
    page.wait_for_timeout(400)
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    picture.quantize(COLOURS, kmeans=COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)


@contextmanager
def opened(browser: Browser, base_url: str, size: Size) -> Iterator[Page]:
    """Open a browser's window of this size."""
    context = browser.new_context(
        base_url=base_url,
        viewport={"width": size.width, "height": size.height},
        device_scale_factor=size.scale,
        reduced_motion="reduce",
        color_scheme="light",
    )
    context.set_default_timeout(PATIENCE_MILLISECONDS)
    yield context.new_page()
    context.close()


@contextmanager
def entered(browser: Browser, base_url: str, name: str, size: Size) -> Iterator[Page]:
    """Open a window as one of the demo's people."""
    with opened(browser, base_url, size) as page:
        page.goto("/sign-in")
        sign_in(page, f"{name}@acme.example", PASSWORD)
        expect(question_field(page)).to_be_visible()
        yield page


def rate(page: Page) -> None:
    """Leave a thumb up and a thumb down that says why, once."""
    if call(page, "GET", "/api/v1/conversations")["results"]:
        return
    ask(page, CANTEEN).get_by_role("button", name="A good answer", exact=True).click()
    page.goto("/")
    ask(page, FIT_NOTE)
    latest = call(page, "GET", "/api/v1/conversations")["results"][0]["id"]
    message = call(page, "GET", f"/api/v1/conversations/{latest}")["messages"][0]["id"]
    call(page, "PUT", f"/api/v1/messages/{message}/feedback", FEEDBACK)


def furnish(page: Page) -> None:
    """Ask what the pictures show, and make a candidate, keys and an invitation."""
    if call(page, "GET", "/api/v1/conversations")["results"]:
        return
    for question in (*BEFORE, HOTEL):
        page.goto("/")
        ask(page, question)
    for name, scopes in KEYS.items():
        call(page, "POST", "/api/v1/api-keys", {"name": name, "scopes": scopes})
    call(page, "POST", INVITATIONS, invited("nina@acme.example"))
    for cost in ("two", "three"):
        page.evaluate(
            SEND, f"# Car park\n\nThe car park opens at six.\n\nA permit costs {cost} euros a day.\n"
        )
    call(page, "POST", "/api/v1/indexes", {"settings": {}})


def call(page: Page, method: Literal["GET", "POST", "PUT", "DELETE"], path: str, body: object = None) -> Any:
    """Call the API as the page's person would."""
    return page.evaluate(
        """async ([method, path, body]) => {
            const token = document.cookie.match(/csrftoken=([^;]+)/)?.[1] ?? "";
            const headers = { "Content-Type": "application/json", "X-CSRFToken": token };
            const answer = await fetch(path, { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) });
            if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
            return answer.status === 204 ? null : answer.json();
        }""",
        [method, path, body],
    )


if __name__ == "__main__":
    main()
