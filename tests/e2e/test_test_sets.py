"""What should be found is saved on the bench, listed with the test sets, and deleted there."""

from playwright.sync_api import expect

from tests.e2e.conftest import Enter
from tests.e2e.pages import confirm
from tests.e2e.test_accessibility import QUESTION, findings, settle
from tests.e2e.test_bench import compare

NAME = "Leave questions"


def test_a_case_that_is_saved_on_the_bench_is_listed_with_its_set_and_deleted_there(enter: Enter) -> None:
    page = enter("ada", "/admin/bench")
    page.get_by_role("textbox", name="Question").fill(QUESTION)
    compare(page)
    page.get_by_role("checkbox", name="Annual leave should be found").first.check()
    page.get_by_role("textbox", name="Name of the new set").fill(NAME)
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("link", name="See its test set").click()
    # Beside it the sidebar lists conversations, and some begin with the same question.
    case = page.get_by_role("region", name=NAME).get_by_role("listitem").filter(has_text=QUESTION)
    expect(case.get_by_role("link", name="Annual leave")).to_be_visible()
    expect(case).to_contain_text("Saved by Ada")
    expect(page.get_by_role("complementary", name="What they teach")).to_contain_text("is 1 of the 10 cases")
    settle(page)
    assert findings(page) == []
    case.get_by_role("button", name="Delete").click()
    confirm(page, "Delete")
    expect(page.get_by_text("0 cases, made on")).to_be_visible()
    page.get_by_role("button", name=f"Delete {NAME}").click()
    confirm(page, "Delete")
    expect(page.get_by_role("heading", name="No test sets yet")).to_be_visible()
