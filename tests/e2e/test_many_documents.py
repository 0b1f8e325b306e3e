"""Many documents are changed at once, and one shows what changed in it."""

from playwright.sync_api import Page, expect

from tests.e2e.conftest import Enter
from tests.e2e.house import House
from tests.e2e.pages import document_row, drop
from tests.e2e.test_accessibility import findings, settle

BADGES = ("moss", "fern")
SEND_AGAIN = """async ([id, text]) => {
    const answer = await fetch("/api/v1/documents/" + id);
    const { external_id, collection } = await answer.json();
    const form = new FormData();
    form.append("file", new Blob([text], { type: "text/markdown" }), "reed.md");
    form.append("collection", collection);
    form.append("external_id", external_id);
    const token = document.cookie.match(/csrftoken=([^;]+)/)[1];
    const headers = { "X-CSRFToken": token };
    return (await fetch("/api/v1/documents", { method: "POST", headers, body: form })).status;
}"""


def add(page: Page, *names: str) -> None:
    """Drop files, and see them become ready."""
    expect(document_row(page, "Annual leave")).to_be_visible()
    for name in names:
        drop(page, f"{name}.md", f"# {name.capitalize()} badge\n\nVisitors wear {name}.\n")
    for name in names:
        expect(document_row(page, f"{name.capitalize()} badge")).to_contain_text("Ready")


def test_selected_documents_are_edited_together_and_deleted(enter: Enter, house: House) -> None:
    page = enter("ada", "/documents?collection=handbook")
    add(page, *BADGES)
    for name in BADGES:
        page.get_by_role("checkbox", name=f"Select {name.capitalize()} badge").check()
    bar = page.get_by_role("region", name="Selected documents")
    bar.get_by_role("button", name="Edit", exact=True).click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("2 documents will be changed.")
    assert findings(page) == []
    dialog.get_by_role("textbox", name="Owner").fill(f"ben@{house.tenant.slug}.example")
    dialog.get_by_role("button", name="Change them").click()
    expect(page.get_by_role("status").filter(has_text="2 documents changed.")).to_be_visible()

    for name in BADGES:
        page.get_by_role("checkbox", name=f"Select {name.capitalize()} badge").check()
    bar.get_by_role("button", name="Delete").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete them").click()
    expect(document_row(page, "Moss badge")).to_have_count(0)


def test_a_history_shows_what_changed_and_goes_back(enter: Enter) -> None:
    page = enter("ada", "/documents?collection=handbook")
    add(page, "reed")
    document_row(page, "Reed badge").get_by_role("link").click()
    page.wait_for_url("**/documents/*-*")
    path = page.evaluate("location.pathname")
    assert page.evaluate(SEND_AGAIN, [path.split("/")[-1], "# Reed badge\n\nVisitors wear lichen.\n"]) == 202
    page.goto(f"{path}/history")
    expect(page.locator("del").filter(has_text="reed")).to_be_visible()
    expect(page.locator("ins").filter(has_text="lichen")).to_be_visible()
    settle(page)
    assert findings(page) == []

    page.get_by_role("button", name="Restore").click()
    page.get_by_role("dialog").get_by_role("button", name="Restore").click()
    expect(page.get_by_text("Version 3").first).to_be_visible()
