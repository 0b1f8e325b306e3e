"""What owners do."""

import re

from playwright.sync_api import expect

from tests.e2e.conftest import Enter
from tests.e2e.house import House
from tests.e2e.pages import SCREENS, ask, confirm, question_field, row

QUESTION = "Who answers a request for leave, and how soon?"
BUILDING = {
    "id": 3,
    "number": 3,
    "state": "building",
    "collections": None,
    "answers_for": [],
    "leaving": [],
    "needs": "reembed",
    "changes": [],
    "settings": {"embedder": "all-minilm-l6-v2", "dimensions": 384, "precision": "half", "splitter": {}},
    "progress": {"total": 40, "done": 20, "failed": 0, "eta_seconds": 9},
    "cost": {},
    "error": None,
    "job": None,
    "created_at": "2026-11-02T08:15:00Z",
    "ready_at": None,
    "promoted_at": None,
    "retired_at": None,
    "reclaimed_at": None,
}


def test_the_inbox_shows_a_thumb_with_how_the_answer_came_about(enter: Enter) -> None:
    turn = ask(enter("cleo"), QUESTION)
    turn.get_by_role("button", name="Not a good answer").click()
    turn.get_by_text("Something is missing").click()
    turn.get_by_role("button", name="Send").click()
    expect(turn.get_by_role("button", name="Send")).to_be_hidden()

    inbox = enter("ada", "/admin/feedback")
    inbox.get_by_role("button", name=QUESTION).first.click()
    entry = inbox.get_by_role("article")
    expect(entry).to_contain_text("Something is missing")
    for stage in ("search", "read", "write"):
        expect(
            entry.get_by_role("listitem").filter(has_text=re.compile(stage, re.IGNORECASE)).first
        ).to_be_visible()


def test_an_index_version_is_built_beside_promoted_and_rolled_back(enter: Enter) -> None:
    page = enter("ada", "/admin/indexes")
    live = page.get_by_role("listitem").filter(has_text=re.compile(r"Version \d+ Live(?! before)"))
    before = live.inner_text()[: len("Version 1")]
    page.get_by_role("button", name="Build a new version").click()
    expect(page.get_by_role("dialog").get_by_role("region", name="What it takes")).to_contain_text("Passages")
    confirm(page, "Build a new version")
    page.get_by_role("button", name="Promote").click()
    confirm(page, "Promote")
    expect(live).not_to_contain_text(before)
    row(page, before).get_by_role("button", name="Roll back to this").click()
    confirm(page, "Roll back to this")
    expect(live).to_contain_text(before)


def test_a_question_about_a_version_is_taken_back_when_the_version_moves_on(enter: Enter) -> None:
    page, index = enter("ada"), dict(BUILDING)
    answer = {"results": [index], "next": None, "previous": None}
    page.route("**/api/v1/indexes*", lambda route: route.fulfill(json=answer))
    page.goto("/admin/indexes")
    page.get_by_role("button", name="Stop building").click()
    expect(page.get_by_role("dialog")).to_contain_text("Stop building version 3?")
    index["state"] = "ready"
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page.get_by_role("button", name="Promote")).to_be_visible()
    expect(page.get_by_role("button", name="Discard")).to_be_visible()


def test_a_key_is_shown_once(enter: Enter) -> None:
    page = enter("ada", "/admin/keys")
    page.get_by_role("button", name="New key").click()
    page.get_by_role("textbox", name="Name").fill("Intranet")
    page.get_by_role("button", name="Create").click()
    secret = page.get_by_role("dialog").locator("code").inner_text()
    page.get_by_role("button", name="I have copied it").click()
    expect(row(page, "Intranet")).to_be_visible()
    page.reload()
    expect(row(page, "Intranet")).to_be_visible()
    assert secret not in page.content()


def test_an_invitation_is_accepted_by_its_link(house: House, enter: Enter) -> None:
    page = enter("ada", "/admin/people")
    page.get_by_role("button", name="Invite someone").click()
    page.get_by_role("textbox", name="Email").fill(f"nina@{house.tenant.slug}.example")
    page.get_by_role("button", name="Send the invitation").click()
    link = page.get_by_role("dialog").locator("code").inner_text()

    guest = enter(None, link)
    guest.get_by_role("textbox", name="Your name").fill("Nina Ray")
    guest.get_by_role("textbox", name="Password").fill("a-long-enough-password")
    guest.get_by_role("button", name="Accept the invitation").click()
    expect(question_field(guest)).to_be_visible()
    page.reload()
    expect(row(page, "Nina Ray")).to_be_visible()


def test_a_member_does_not_find_the_administration(enter: Enter) -> None:
    page = enter("cleo")
    expect(question_field(page)).to_be_visible()
    expect(page.get_by_role("link", name="Administration")).to_have_count(0)
    page.goto("/admin/people")
    expect(page.get_by_role("heading", name="Nothing is here")).to_be_visible()
    expect(page.get_by_role("button", name="Invite someone")).to_have_count(0)


def test_how_meaning_and_words_are_weighed_is_told_and_learned_on_demand(enter: Enter) -> None:
    page = enter("pia", SCREENS["search"])
    balance = page.get_by_role("region", name="Meaning and words")
    expect(balance.get_by_role("listitem")).to_contain_text("All collections")
    expect(balance).to_contain_text("At least ten test cases are needed")
    balance.get_by_role("button", name="Learn now").click()
    expect(balance.get_by_role("status")).to_contain_text("The learning has ended", timeout=60_000)
