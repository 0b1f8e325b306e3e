"""What people see: another's results on the bench, a curator's own answer, and who else can see a document."""

from playwright.sync_api import Page, expect

from tests.e2e.conftest import Enter
from tests.e2e.house import House
from tests.e2e.pages import ask, row
from tests.e2e.test_accessibility import findings, settle
from tests.e2e.test_bench import compare
from tests.factories import cast

CHANGE = "How is a change to a drawing approved?"
PARKING = "Where may visitors leave their cars?"


def change_results(page: Page) -> int:
    """Return how many results in force are of the document that engineers alone may read."""
    page.get_by_role("textbox", name="Question").fill(CHANGE)
    compare(page)
    found = page.get_by_role("region", name="In force")
    expect(found.get_by_role("listitem").first).to_be_visible()
    return found.get_by_role("link", name="Change control").count()


def test_the_bench_searches_with_the_eyes_of_another_who_is_told(enter: Enter, house: House) -> None:
    page = enter("ada", "/admin/bench")
    assert change_results(page) > 0
    page.get_by_role("combobox", name="With whose eyes").click()
    page.get_by_role("option", name="Cleo").click()
    expect(page.get_by_role("status").filter(has_text="You are searching as Cleo.")).to_be_visible()
    assert change_results(page) == 0
    settle(page)
    assert findings(page) == []
    page.goto("/admin/audit")
    expect(row(page, "Search as person").first).to_contain_text(cast.address(house.tenant, "ada"))
    told = enter("cleo", "/account").get_by_role("region", name="Searches with your eyes")
    expect(told).to_contain_text(cast.address(house.tenant, "ada"))


def test_what_a_curator_wrote_is_given_to_a_member_as_curated(enter: Enter) -> None:
    page = enter("dora", "/admin/curated")
    page.get_by_role("button", name="New answer").click()
    form = page.get_by_role("dialog")
    form.get_by_role("textbox", name="Question").fill(PARKING)
    form.get_by_role("textbox", name="Answer", exact=True).fill("In the yard behind house seven.")
    form.get_by_role("button", name="Save").click()
    expect(form).to_be_hidden()
    turn = ask(enter("ben"), PARKING)
    expect(turn).to_contain_text("In the yard behind house seven.")
    expect(turn).to_contain_text("Curated by Dora, reviewed")
    settle(turn.page)
    assert findings(turn.page) == []


def test_a_member_sees_who_can_see_a_document_and_why(enter: Enter) -> None:
    page = enter("ben", "/documents")
    page.get_by_role("link", name="Change control", exact=True).click()
    access = page.get_by_role("region", name="Who can see this")
    expect(access).to_contain_text("You can see this because you are in Engineering.")
    expect(access.get_by_role("combobox")).to_have_count(0)
    settle(page)
    assert findings(page) == []
