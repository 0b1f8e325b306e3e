"""Two people change one pipeline: what either of them does is done to what they saw, or not at all."""

import re
from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Enter
from tests.e2e.house import House, make_collection, signed_in, upload, wait_for, wait_until_indexed
from tests.e2e.test_accessibility import findings, settle
from tests.e2e.test_pipelines import RULES, file, press, rewrite

PIPELINE = "/collections/drafts/pipeline"


@pytest.fixture(scope="module")
def elsewhere(house: House) -> Iterator[httpx.Client]:
    """Give Otto a collection with a document; return his client, by which he is somewhere else at the same time."""
    with signed_in(house.stack, house.home("otto"), "otto") as client:
        make_collection(client, "drafts", "everyone")
        upload(client, "drafts", "rules.md", RULES)
        wait_until_indexed(client)
        yield client


def apply_elsewhere(client: httpx.Client, tokens: int) -> None:
    """Apply a file that cuts otherwise, as somebody else does in a browser of theirs."""
    wait_for(
        lambda: all(one["state"] != "building" for one in client.get("/api/v1/indexes").json()["results"])
    )
    path = "/api/v1/collections/drafts/pipeline"
    changed = re.sub(r"parent_tokens: \d+", f"parent_tokens: {tokens}", client.get(path).text)
    client.put(path, json={"content": changed}).raise_for_status()


def test_what_somebody_applied_meanwhile_is_shown_beside_the_text_that_stays(
    enter: Enter, elsewhere: httpx.Client
) -> None:
    page = enter("otto", PIPELINE)
    page.set_viewport_size({"width": 390, "height": 844})
    rewrite(page, "keep_code: true", "keep_code: false")
    mine = file(page).input_value()
    press(page, "Apply")
    apply_elsewhere(elsewhere, 901)
    page.get_by_role("dialog").get_by_role("button", name="Apply and build").click()
    conflict = page.get_by_role("region", name="Somebody changed this pipeline while you did")
    expect(conflict).to_be_in_viewport()
    expect(conflict).to_be_focused()
    expect(conflict).to_contain_text("Otto applied file")
    expect(conflict.locator("ins")).to_have_text("  parent_tokens: 901")
    expect(file(page)).to_have_value(mine)
    settle(page)
    assert findings(page) == []
    expect(page.get_by_role("button", name="Apply", exact=True)).to_be_disabled()
    press(page, "See what changed")
    conflict.get_by_role("button", name="Take the present file").click()
    page.get_by_role("dialog", name="Take the present file?").get_by_role("button", name="Cancel").click()
    expect(file(page)).to_have_value(mine)
    press(page, "Go on with my text")
    expect(page.get_by_role("region", name="Compared with the present pipeline")).to_contain_text("keep_code")
    expect(conflict).to_have_count(0)
    apply_elsewhere(elsewhere, 902)
    press(page, "Apply")
    expect(conflict.locator("ins")).to_have_text("  parent_tokens: 902")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_going_back_does_what_was_shown_or_nothing(enter: Enter, elsewhere: httpx.Client) -> None:
    apply_elsewhere(elsewhere, 903)
    page = enter("otto", PIPELINE)
    page.get_by_role("button", name="Go back to it").first.click()
    dialog = page.get_by_role("dialog", name="Go back to file")
    expect(dialog).to_contain_text("splitter.parent_tokens")
    apply_elsewhere(elsewhere, 904)
    dialog.get_by_role("button", name="Go back").click()
    meanwhile = dialog.get_by_role("alert")
    expect(meanwhile).to_contain_text("Otto applied file")
    expect(meanwhile).to_contain_text("Nothing was done.")
    settle(page)
    assert findings(page) == []
