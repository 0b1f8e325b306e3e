"""Who keeps the documents tries other settings, tries again what failed, and gives up an index version of its own."""

from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Enter
from tests.e2e.house import House, make_collection, signed_in, upload, wait_for, wait_until_indexed
from tests.e2e.pages import SCREENS, confirm, document_row, row
from tests.e2e.test_accessibility import findings, settle

RULES = b"# Rules\n\n" + b"Visitors sign in at the gate and wear a badge all day long. " * 20
SMALLER = {"settings": {"splitter": {"max_tokens": 60}}, "collections": ["rules"]}
INDEXES = "/api/v1/indexes"


@pytest.fixture(scope="module")
def rules(house: House) -> Iterator[httpx.Client]:
    """Give Pia a collection with a document; return her client."""
    with signed_in(house.stack, house.home("pia"), "pia") as client:
        make_collection(client, "rules", "everyone")
        upload(client, "rules", "rules.md", RULES)
        wait_until_indexed(client)
        yield client


def test_other_settings_are_tried_and_a_wrong_one_is_told_at_its_field(
    enter: Enter, rules: httpx.Client
) -> None:
    page = enter("pia", "/splitting/rules")
    tried = page.locator("section").filter(has=page.get_by_role("heading", name="With these settings"))
    size = page.get_by_role("textbox", name="Tokens of a passage, at most")
    size.fill("40")
    expect(tried.get_by_role("listitem")).to_have_count(10)
    size.fill("5")
    expect(page.get_by_text("Expected a number of tokens from 32 to 200.")).to_be_visible()
    expect(size).to_have_attribute("aria-invalid", "true")
    expect(size).to_have_value("5")
    settle(page)
    assert findings(page) == []
    size.fill("200")
    expect(tried.get_by_role("listitem")).to_have_count(2)


def test_what_failed_is_tried_again_by_its_reason(enter: Enter, rules: httpx.Client) -> None:
    upload(rules, "rules", "broken.pdf", b"%PDF-1.7 and no page")
    failures = "/api/v1/documents/failures"
    wait_for(lambda: rules.get(failures).json()["results"])
    page = enter("pia", SCREENS["work"])
    page.get_by_text("1 document couldn’t be read").click()
    page.get_by_role("link", name="List the documents: Damaged").click()
    expect(document_row(page, "Broken")).to_be_visible()
    expect(document_row(page, "Rules")).to_have_count(0)
    page.get_by_role("button", name="Show all documents").click()
    expect(document_row(page, "Rules")).to_be_visible()
    page.get_by_text("1 document couldn’t be read").click()
    with page.expect_response("**/documents/retry") as answer:
        page.get_by_role("button", name="Try it again").click()
    assert answer.value.ok
    settle(page)
    assert findings(page) == []
    wait_for(lambda: rules.get(failures).json()["results"])
    (broken,) = rules.get("/api/v1/documents", params={"q": "Broken"}).json()["results"]
    rules.delete(f"/api/v1/documents/{broken['id']}").raise_for_status()


def test_a_collection_goes_back_to_the_index_version_of_the_company(
    enter: Enter, rules: httpx.Client
) -> None:
    made = rules.post(INDEXES, json=SMALLER).json()["id"]
    wait_for(
        lambda: {one["id"]: one["state"] for one in rules.get(INDEXES).json()["results"]}[made] == "ready"
    )
    page = enter("pia", SCREENS["indexes"])
    own = row(page, f"Version {made}").first
    own.get_by_role("button", name="Promote").click()
    confirm(page, "Promote")
    expect(own).to_contain_text("Answers for Rules")
    own.get_by_role("button", name="Back to the company’s").click()
    expect(page.get_by_role("dialog")).to_contain_text("Let Rules answer by the company’s version?")
    confirm(page, "Use the company’s")
    expect(own).to_contain_text("Live before")
    expect(own.get_by_role("button", name="Roll back to this")).to_be_visible()
    settle(page)
    assert findings(page) == []
