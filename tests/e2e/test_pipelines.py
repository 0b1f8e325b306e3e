"""A collection's pipeline is changed in a browser, and what an index would take is worked out in one."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import Enter
from tests.e2e.house import House, make_collection, signed_in, upload, wait_until_indexed
from tests.e2e.pages import SCREENS, confirm, row
from tests.e2e.test_accessibility import findings, settle

PIPELINE = "/collections/rules/pipeline"
RULES = b"# Rules\n\nVisitors sign in at the gate. They wear a badge.\n"


@pytest.fixture(scope="module")
def rules(house: House) -> Iterator[None]:
    """Give Nora a collection, so that answers and emptiness elsewhere stay as they are."""
    with signed_in(house.stack, house.home("nora"), "nora") as client:
        make_collection(client, "rules", "everyone")
        upload(client, "rules", "rules.md", RULES)
        wait_until_indexed(client)
        yield


def file(page: Page) -> Locator:
    """Return where the pipeline is written."""
    return page.get_by_role("textbox", name="Pipeline file")


def rewrite(page: Page, before: str, after: str) -> None:
    """Change a line of the file."""
    file(page).fill(file(page).input_value().replace(before, after))


def press(page: Page, name: str) -> None:
    """Press one of the buttons below the file."""
    page.get_by_role("button", name=name, exact=True).click()


def bring(page: Page, content: str) -> None:
    """Upload a file into the editor."""
    upload_field = page.get_by_label("Upload").last
    upload_field.set_input_files(
        {"name": "rules.yaml", "mimeType": "application/yaml", "buffer": content.encode()}
    )


def apply(page: Page, button: str) -> None:
    """Apply the file, and say yes."""
    press(page, "Apply")
    confirm(page, button)
    expect(page.get_by_role("status").filter(has_text="is applied")).to_be_visible()


def test_what_is_wrong_is_shown_at_its_line(enter: Enter, rules: None) -> None:
    page = enter("nora", PIPELINE)
    rewrite(page, "ocr: auto", "ocr: perhaps")
    press(page, "Check")
    fault = page.get_by_role("alert")
    expect(fault).to_contain_text("converter.ocr")
    expect(fault).to_contain_text("Expected one of auto, never, always.")
    line = file(page).input_value().splitlines().index("  ocr: perhaps") + 1
    settle(page)
    assert findings(page) == []
    fault.get_by_role("button", name=f"Line {line}").click()
    start = file(page).evaluate("file => file.selectionStart")
    assert file(page).input_value()[:start].count("\n") == line - 1

    rewrite(page, "perhaps", "auto")
    press(page, "Check")
    expect(page.get_by_text("The file is right.")).to_be_visible()
    expect(fault).to_have_count(0)


def test_a_pipeline_is_compared_applied_and_gone_back_to(enter: Enter, rules: None) -> None:
    page = enter("nora", PIPELINE)
    apply(page, "Apply")
    rewrite(page, "max_tokens: 200", "max_tokens: 120")
    press(page, "Compare")
    expect(page.locator("del")).to_have_text("  max_tokens: 200")
    expect(page.locator("ins")).to_have_text("  max_tokens: 120")
    expect(page.get_by_text("The stored texts are cut and embedded again.")).to_be_visible()
    settle(page)
    assert findings(page) == []
    apply(page, "Apply and build")
    expect(row(page, "File 2")).to_contain_text("Applied by")
    page.get_by_role("link", name="Index versions").click()
    row(page, "Version 2").get_by_role("button", name="Promote").click()
    confirm(page, "Promote")
    expect(row(page, "Version 2").first).to_contain_text("The texts were cut again, because of max tokens")

    page.goto(PIPELINE)
    expect(row(page, "File 2")).to_contain_text("Index version 2 answers")
    row(page, "File 1").get_by_role("button", name="Look").click()
    expect(page.get_by_role("dialog").locator("ins")).to_have_text("  max_tokens: 200")
    assert findings(page) == []
    page.keyboard.press("Escape")
    row(page, "File 1").get_by_role("button", name="Go back").click()
    confirm(page, "Go back")
    expect(row(page, "File 3")).to_contain_text("Index version 3")


def test_a_changed_file_is_not_left_by_mistake(enter: Enter, rules: None) -> None:
    page = enter("nora", PIPELINE)
    rewrite(page, "ocr: auto", "ocr: never")
    changed = file(page).input_value()
    assert "ocr: never" in changed
    page.get_by_role("link", name="Back to the documents").click()
    dialog = page.get_by_role("dialog", name="Leave without applying?")
    dialog.get_by_role("button", name="Cancel").click()
    expect(file(page)).to_have_value(changed)
    press(page, "Discard changes")
    page.get_by_role("link", name="Back to the documents").click()
    expect(page.get_by_role("heading", name="Documents", level=1)).to_be_visible()


def test_a_file_is_taken_away_and_brought_back(enter: Enter, rules: None) -> None:
    page = enter("nora", PIPELINE)
    before = file(page).input_value()
    with page.expect_download() as download:
        press(page, "Download")
    assert download.value.suggested_filename == "rules.pipeline.yaml"
    content = download.value.path().read_text()
    assert content == before
    never, always = (content.replace("ocr: auto", f"ocr: {when}") for when in ("never", "always"))
    bring(page, never)
    expect(file(page)).to_have_value(never)

    bring(page, always)
    page.get_by_role("dialog", name="Replace your changes?").get_by_role("button", name="Cancel").click()
    expect(file(page)).to_have_value(never)
    bring(page, always)
    confirm(page, "Replace")
    expect(file(page)).to_have_value(always)


def test_who_keeps_no_documents_sees_no_pipeline(enter: Enter) -> None:
    page = enter("ben", SCREENS["pipeline"])
    expect(page.get_by_role("heading", name="Nothing is here")).to_be_visible()


def test_sizes_follow_from_the_numbers(enter: Enter) -> None:
    page = enter("ada", SCREENS["indexes"])
    page.get_by_role("link", name="Work out sizes").click()
    passages = page.get_by_role("textbox", name="Passages")
    expect(passages).not_to_have_value("")
    passages.fill("1000000")
    result = page.get_by_role("region", name="What it takes")
    expect(result).to_contain_text("2.1 GB")
    page.get_by_role("textbox", name="Copies").fill("3")
    expect(result).to_contain_text("All 3 copies together")
    settle(page)
    assert findings(page) == []


def test_any_number_can_be_typed_and_an_error_takes_no_field_away(enter: Enter) -> None:
    page = enter("ada", "/admin/indexes/sizing")
    neighbours = page.get_by_role("textbox", name="Neighbours")
    expect(neighbours).not_to_have_value("")
    neighbours.fill("")
    neighbours.press_sequentially("12")
    expect(neighbours).to_have_value("12")
    page.route("**/indexes/sizing", lambda route: route.fulfill(status=422, json={"detail": "Too many."}))
    page.get_by_role("textbox", name="Passages").fill("77")
    expect(page.get_by_role("alert")).to_be_visible()
    expect(neighbours).to_have_value("12")
