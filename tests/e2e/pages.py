"""Say in the words of a reader what is done on a page."""

from collections.abc import Mapping

from playwright.sync_api import Locator, Page, expect

BROWSER_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
SCREENS: Mapping[str, str] = {
    "chat": "/",
    "documents": "/documents",
    "feedback": "/admin/feedback",
    "curated": "/admin/curated",
    "sources": "/documents/sources",
    "splitting": "/splitting/handbook",
    "pipeline": "/collections/handbook/pipeline",
    "work": "/work",
    "indexes": "/admin/indexes",
    "sizing": "/admin/indexes/sizing",
    "search": "/admin/search",
    "bench": "/admin/bench",
    "test sets": "/admin/bench/sets",
    "health": "/admin/health",
    "people": "/admin/people",
    "keys": "/admin/keys",
    "webhooks": "/admin/webhooks",
    "audit": "/admin/audit",
    "account": "/account",
}


def sign_in(page: Page, email: str, password: str) -> None:
    """Fill in the form of the sign-in page and send it."""
    page.get_by_role("textbox", name="Email").fill(email)
    page.get_by_role("textbox", name="Password").fill(password)
    page.get_by_role("button", name="Sign in").click()


def question_field(page: Page) -> Locator:
    """Return where questions are written."""
    return page.get_by_role("textbox", name="Your question", exact=True)


def begin(page: Page, question: str) -> Locator:
    """Ask; return the turn as soon as it is there, whatever has been answered."""
    question_field(page).fill(question)
    question_field(page).press("Enter")
    return page.locator("article").filter(has=page.get_by_role("heading", name=question, exact=True))


def ask(page: Page, question: str) -> Locator:
    """Ask and wait for the end of the answer; return the turn."""
    turn = begin(page, question)
    expect(turn.get_by_role("button", name="Not a good answer")).to_be_visible()
    return turn


def chip(turn: Locator, number: int = 1) -> Locator:
    """Return the first citation of a source inside an answer."""
    return turn.get_by_role("button", name=f"Source {number}:").first


def source_panel(page: Page) -> Locator:
    """Return the panel beside the answer."""
    return page.get_by_role("complementary", name="Source")


def source(page: Page) -> Locator:
    """Return the source that is open: beside the answer, or above it on a narrow screen."""
    return source_panel(page).or_(page.get_by_role("dialog", name="Source"))


def document_row(page: Page, title: str) -> Locator:
    """Return a document's line in the library."""
    return page.get_by_role("listitem").filter(has=page.get_by_role("link", name=title, exact=True))


def drop(page: Page, name: str, content: str) -> None:
    """Let a file fall onto the page."""
    carried = page.evaluate_handle(
        """([name, content]) => {
            const carried = new DataTransfer();
            carried.items.add(new File([content], name, { type: "text/markdown" }));
            return carried;
        }""",
        [name, content],
    )
    target = page.get_by_role("heading", name="Documents", level=1)
    for event in ("dragenter", "dragover", "drop"):
        target.dispatch_event(event, {"dataTransfer": carried})


def choose(page: Page, field: str, option: str) -> None:
    """Choose in a dialog's list."""
    page.get_by_role("dialog").get_by_role("combobox", name=field).click(force=True)
    page.get_by_role("option", name=option, exact=True).click()
    page.get_by_role("dialog").get_by_role("heading").first.click()


def confirm(page: Page, button: str) -> None:
    """Say yes in the dialog that asks, and see it go."""
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name=button, exact=True).click()
    expect(dialog).to_be_hidden()


def row(page: Page, name: str) -> Locator:
    """Return a line of an administration screen by a part of its name."""
    return page.get_by_role("listitem").filter(has_text=name)


def press(page: Page, *keys: str) -> None:
    """Press keys, one after the other."""
    for key in keys:
        page.keyboard.press(key)


def tab_to(page: Page, target: Locator, *, most: int = 40) -> None:
    """Move the focus by the Tab key alone until it is where it should be."""
    for _ in range(most):
        if target.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the focus does not reach {target}")
