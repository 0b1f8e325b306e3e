"""An administrator sees how each index version stands, and what became of what was asked of it."""

from collections.abc import Mapping
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.e2e.conftest import Enter
from tests.e2e.house import House, signed_in
from tests.e2e.pages import SCREENS, confirm, row
from tests.e2e.test_accessibility import findings, settle

JOB = "0192b8a0-0000-7000-8000-000000000001"


@pytest.fixture
def live(house: House) -> dict[str, Any]:
    """Return the live index version of Ada's tenant, as the API shows it."""
    with signed_in(house.stack, house.tenant, "ada") as client:
        found: list[dict[str, Any]] = client.get("/api/v1/indexes").json()["results"]
    return next(one for one in found if one["state"] == "live")


def show(page: Page, *indexes: Mapping[str, Any]) -> None:
    """Let these be the index versions: how one stands lasts as long as a test needs."""
    page.unroute("**/api/v1/indexes")
    listed = {"results": indexes, "next": None, "previous": None}
    page.route("**/api/v1/indexes", lambda route: route.fulfill(json=listed))


def say_of_the_job(page: Page, state: str) -> None:
    """Let the job that brings it back stand so."""

    def answer(route: Route) -> None:
        error = {"code": "out_of_room", "detail": "The disk is full."} if state == "failed" else None
        route.fulfill(json={"id": JOB, "state": state, "error": error})

    page.unroute(f"**/jobs/{JOB}")
    page.route(f"**/jobs/{JOB}", answer)


def begin_to_follow(page: Page) -> None:
    """Have the way back to the company's version take a job that runs."""
    say_of_the_job(page, "running")
    begun = {"collection": "handbook", "follows": False, "job": JOB}
    page.route("**/follow-tenant", lambda route: route.fulfill(status=202, json=begun))


def test_a_return_that_came_to_nothing_is_told_and_can_be_asked_for_again(
    enter: Enter, live: dict[str, Any]
) -> None:
    own = {**live, "answers_for": ["handbook"], "leaving": []}
    leaving = {**own, "leaving": ["handbook"]}
    page = enter("ada", "/")
    show(page, own)
    begin_to_follow(page)
    page.goto(SCREENS["indexes"])
    back = page.get_by_role("button", name="Back to the company’s")
    back.click()
    show(page, leaving)
    confirm(page, "Use the company’s")
    waits = page.get_by_text("Handbook: on the way back to the company’s version.")
    expect(waits).to_be_visible()
    expect(back).to_have_count(0)
    page.reload()
    expect(waits).to_be_visible()
    expect(back).to_have_count(0)

    show(page, own)
    expect(waits).to_have_count(0)
    back.click()
    say_of_the_job(page, "failed")
    confirm(page, "Use the company’s")
    failure = row(page, "Version").get_by_role("alert")
    expect(failure).to_contain_text("Handbook did not get back to the company’s version: The disk is full.")
    expect(back).to_be_visible()
    settle(page)
    assert findings(page) == []
