"""What owners try of the search, and whom they ask about."""

from playwright.sync_api import Page, Request, expect

from tests.e2e.conftest import Enter
from tests.e2e.test_accessibility import PHONE, QUESTION, findings, lasting


def searches_of(page: Page) -> list[Request]:
    """Return a list that grows with each search."""
    seen: list[Request] = []
    page.on("request", lambda sent: seen.append(sent) if sent.url.endswith("/api/v1/search") else None)
    return seen


def compare(page: Page) -> None:
    page.get_by_role("button", name="Compare").click()
    expect(page.get_by_role("region", name="Tried").get_by_role("listitem").first).to_be_visible()


def test_nothing_is_searched_until_one_asks(enter: Enter) -> None:
    """Each search with another's eyes is kept in the trail: keys and changed settings make none."""
    page = enter("ada", "/admin/bench")
    searches = searches_of(page)
    page.get_by_role("textbox", name="Question").fill(QUESTION)
    assert searches == []
    compare(page)
    assert len(searches) == 2
    page.get_by_text("Words", exact=True).first.click()
    page.get_by_role("textbox", name="Results").fill("5")
    expect(page.get_by_role("status").filter(has_text="Compare again")).to_be_visible()
    assert len(searches) == 2
    compare(page)
    expect(page.get_by_role("status").filter(has_text="Compare again")).to_have_count(0)
    assert len(searches) == 4


def test_both_sides_are_asked_about_the_same_day_and_filter(enter: Enter) -> None:
    """And a wrong filter is shown where it is wrong, and asked no further."""
    page = enter("ada", "/admin/bench")
    page.get_by_role("textbox", name="Question").fill(QUESTION)
    written = page.get_by_role("textbox", name="Filter")
    written.fill('{"document.typ": "markdown"}')
    page.get_by_role("button", name="Compare").click()
    expect(page.get_by_role("alert")).to_contain_text("Did you mean document.type?")
    place = written.evaluate("field => field.value.slice(field.selectionStart, field.selectionEnd)")
    assert place == '"document.typ": "markdown"'
    assert lasting(page, "light") == []
    written.fill('{"document.type": "markdown"}')
    expect(page.get_by_role("alert")).to_have_count(0)
    searches = searches_of(page)
    compare(page)
    for side in ("In force", "Tried"):
        expect(page.get_by_role("region", name=side)).not_to_contain_text("Sickness absence")
    page.get_by_label("As of the end of").fill("2020-01-31")
    page.get_by_role("button", name="Compare").click()
    expect(page.get_by_text("Nothing was found.")).to_have_count(2)
    bodies = [sent.post_data_json or {} for sent in searches]
    about = [(body.get("filter"), body.get("as_of")) for body in bodies]
    assert about == [({"document.type": "markdown"}, day) for day in (None, None, "2020-01-31", "2020-01-31")]


def test_on_a_phone_one_side_is_shown_at_a_time(enter: Enter) -> None:
    page = enter("ada", "/admin/bench")
    page.set_viewport_size(PHONE)  # type: ignore[arg-type] # a plain dictionary
    page.get_by_role("textbox", name="Question").fill(QUESTION)
    compare(page)
    live = page.get_by_role("region", name="In force")
    expect(live).to_be_hidden()
    expect(page.get_by_role("heading", name="Tried")).to_be_in_viewport()
    page.get_by_role("radiogroup", name="Which search to show").get_by_text("In force").click()
    expect(live).to_be_visible()
    expect(page.get_by_role("region", name="Tried")).to_be_hidden()
    assert findings(page) == []


def test_a_collection_says_who_can_see_it(enter: Enter) -> None:
    page = enter("ada", "/documents?collection=handbook")
    page.get_by_role("button", name="Who can see this").click()
    asked = page.get_by_role("dialog")
    expect(asked).to_contain_text("Everyone in the company")
    asked.get_by_role("combobox", name="Can someone see this?").click()
    page.get_by_role("option").first.click()
    expect(asked.get_by_role("status")).to_contain_text("can see this because")
    assert lasting(page, "light") == []


def test_a_ranker_is_trained_and_what_came_of_it_said(enter: Enter) -> None:
    page = enter("ada", "/admin/search")
    ranker = page.get_by_role("region", name="Order of results")
    expect(ranker).to_contain_text("There was none yet.")
    ranker.get_by_role("button", name="Train on your feedback").click()
    expect(ranker.get_by_role("status")).to_contain_text("on its way")
    assert lasting(page, "light") == []
