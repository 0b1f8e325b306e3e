"""Documents come, are asked about, and go."""

from playwright.sync_api import FilePayload, expect

from tests.e2e.conftest import Enter
from tests.e2e.pages import ask, choose, confirm, document_row, drop

KETTLE = (
    "# Kettle rule\n\nThe kettle in the east kitchen is descaled every second Thursday by the apprentices.\n"
)
KETTLE_QUESTION = "How often is the kettle in the east kitchen descaled?"


def test_a_dropped_file_becomes_ready_before_our_eyes_is_asked_about_and_deleted(enter: Enter) -> None:
    page = enter("ada", "/documents?collection=handbook")
    expect(document_row(page, "Annual leave")).to_be_visible()
    drop(page, "kettle-rule.md", KETTLE)
    kettle = page.get_by_role("listitem").filter(has=page.get_by_role("link", name="Kettle rule"))
    expect(kettle).to_contain_text("Ready")

    asking = enter("cleo")
    expect(ask(asking, KETTLE_QUESTION)).to_contain_text("second Thursday")

    kettle.get_by_role("button", name="Actions for").click()
    page.get_by_role("menuitem", name="Delete").click()
    confirm(page, "Delete")
    expect(kettle).to_have_count(0)
    asking.goto("/")
    expect(ask(asking, KETTLE_QUESTION)).not_to_contain_text("second Thursday")


def test_a_document_shows_its_passages_with_their_pages(enter: Enter) -> None:
    page = enter("cleo", "/documents")
    page.get_by_role("link", name="Sickness absence").click()
    expect(page.get_by_role("heading", name="Sickness absence", level=1)).to_be_visible()
    expect(page.get_by_text("3 pages")).to_be_visible()
    expect(page.get_by_text("page 2").first).to_be_visible()


def test_a_reader_on_a_phone_meets_the_text_first_and_a_way_to_what_stands_below(enter: Enter) -> None:
    page = enter("cleo", "/documents")
    page.set_viewport_size({"width": 390, "height": 844})
    page.get_by_role("link", name="Sickness absence").click()
    details = page.get_by_role("heading", name="Details")
    expect(page.get_by_role("heading", name="Versions")).to_be_visible()
    titles = page.get_by_role("heading", level=2).evaluate_all(
        "all => all.map(one => [one.getBoundingClientRect().top, one.textContent]).sort(([a], [b]) => a - b)"
    )
    assert [title for _, title in titles][:4] == ["Passages", "Versions", "Who can see this", "Details"]
    expect(details).not_to_be_in_viewport()
    page.get_by_role("navigation", name="Further down").get_by_role("link", name="Details").click()
    expect(details).to_be_in_viewport()


def test_a_member_finds_no_way_to_add_or_delete(enter: Enter) -> None:
    page = enter("cleo", "/documents")
    expect(document_row(page, "Annual leave")).to_be_visible()
    expect(page.get_by_role("button", name="Add files")).to_have_count(0)
    expect(page.get_by_role("button", name="Actions for")).to_have_count(0)


def test_a_member_does_not_see_that_an_engineers_document_exists(enter: Enter) -> None:
    page = enter("cleo", "/documents")
    expect(document_row(page, "Annual leave")).to_be_visible()
    expect(page.get_by_text("Change control")).to_have_count(0)


def test_a_file_dropped_on_all_collections_goes_nowhere_before_it_is_said_where(enter: Enter) -> None:
    page = enter("ada", "/documents")
    expect(document_row(page, "Annual leave")).to_be_visible()
    drop(page, "lamp-rule.md", "# Lamp rule\n\nThe lamp is lit at dusk.\n")
    dialog = page.get_by_role("dialog", name="lamp-rule.md")
    expect(dialog.get_by_role("button", name="Add the file")).to_be_disabled()
    choose(page, "Into", "Procedures")
    choose(page, "Who may read it", "Everyone")
    dialog.get_by_role("button", name="Add the file").click()
    expect(page.get_by_role("region", name="Uploads")).to_contain_text("into Procedures")

    lamp = page.get_by_role("main").get_by_role("listitem").filter(has_text="Lamp rule")
    expect(lamp).to_contain_text("Everyone")
    expect(lamp).to_contain_text("Ready")
    page.get_by_role("link", name="New question").first.click()
    page.get_by_role("link", name="Documents").click()
    expect(page.get_by_role("region", name="Uploads")).to_contain_text("1 of 1 received")


def test_a_new_version_answers_when_it_is_ready_and_its_passages_follow(enter: Enter) -> None:
    page = enter("ada", "/documents?collection=handbook")
    expect(document_row(page, "Annual leave")).to_be_visible()
    drop(page, "tide-rule.md", "# Tide rule\n\nThe tide gate closes at noon.\n")
    page.get_by_role("main").get_by_role("link", name="Tide rule").click()
    expect(page.get_by_text("The tide gate closes at noon.")).to_be_visible()
    file: FilePayload = {
        "name": "tide.md",
        "mimeType": "text/markdown",
        "buffer": b"# Tide rule\n\nIt closes at dawn.\n",
    }
    page.get_by_label("Upload a new version: ").set_input_files([file])
    expect(page.get_by_text("It closes at dawn.")).to_be_visible()
    versions = page.get_by_role("region", name="Versions").get_by_role("listitem")
    expect(versions.first).to_contain_text("Version 2")
    expect(versions.first).to_contain_text("answers now")
    expect(versions.nth(1)).to_contain_text("Replaced")


def test_a_warning_of_the_reading_stands_on_the_documents_page(enter: Enter) -> None:
    page = enter("ada", "/documents?collection=handbook")
    expect(document_row(page, "Annual leave")).to_be_visible()
    drop(page, "quay-menu.html", "<html><title>Quay menu</title><nav><a href='/'>Home</a></nav></html>")
    page.get_by_role("main").get_by_role("link", name="Quay menu").click()
    expect(page.get_by_text("No main content was found on this page")).to_be_visible()


def test_a_collection_is_made_in_a_dialog_with_its_readers(enter: Enter) -> None:
    page = enter("ada", "/documents")
    page.get_by_role("button", name="Other ways").click()
    page.get_by_role("menuitem", name="New collection").click()
    dialog = page.get_by_role("dialog", name="New collection")
    dialog.get_by_role("textbox", name="Name").fill("Lab notes")
    choose(page, "Who may read it", "Engineering")
    dialog.get_by_role("button", name="Create").click()
    expect(dialog).to_be_hidden()
    expect(page.get_by_role("button", name="Lab notes")).to_be_visible()
    asking = enter("cleo", "/documents")
    expect(document_row(asking, "Annual leave")).to_be_visible()
    expect(asking.get_by_role("button", name="Lab notes")).to_have_count(0)


def test_an_import_is_followed_until_it_ends(enter: Enter) -> None:
    page = enter("ada", "/documents?collection=handbook")
    expect(document_row(page, "Annual leave")).to_be_visible()
    page.get_by_role("button", name="Other ways").click()
    page.get_by_role("menuitem", name="Import a website").click()
    dialog = page.get_by_role("dialog", name="Import a website")
    dialog.get_by_role("textbox", name="Address").fill("http://127.0.0.1:9/")
    dialog.get_by_role("button", name="Import").click()
    imports = page.get_by_role("region", name="Imports")
    expect(imports).to_contain_text("http://127.0.0.1:9/")
    expect(imports.get_by_role("status")).to_contain_text("could not be reached")
    imports.get_by_role("button", name="Dismiss").click()
    expect(imports).to_be_hidden()
