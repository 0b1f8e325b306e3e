"""Texts that want to run or to call home are shown as texts, wherever they come up."""

from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest
from django.db import connections, transaction
from django.utils import timezone
from playwright.sync_api import Page, expect

from chat.models import Conversation, Message
from chat.models.conversation import MessageState
from chat.types import Outcome
from project.kernel.db import tenant_scope
from tests.e2e.conftest import Enter
from tests.e2e.house import House, make_collection, signed_in, upload_lines
from tests.e2e.pages import ask, chip, source_panel
from tests.e2e.payloads import PAYLOADS
from tests.factories import cast

ASKED = "Who turns valve number 7 in the boiler house?"


def lines() -> list[dict[str, str]]:
    """Return a document for each payload, which is its title and stands in its text."""
    return [
        {
            "external_id": f"valve-{number}",
            "collection": "hostile",
            "title": f"{payload} {number}",
            "text": f"Valve number {number} in the boiler house is turned by {payload} every Monday.\n",
        }
        for number, payload in enumerate(PAYLOADS)
    ]


def answered_with_payloads(house: House) -> UUID:
    """Keep a conversation of Mallory's whose answers are the payloads, as a model that was tricked would write."""
    person = cast.actor(house.home("mallory"), "mallory")
    with tenant_scope(house.home("mallory")), transaction.atomic():
        conversation = Conversation.objects.create(person_id=person.user_id, title=PAYLOADS[0])
        ended = {"state": MessageState.DONE, "outcome": Outcome.ANSWERED, "finished_at": timezone.now()}
        for payload in PAYLOADS:
            Message.objects.create(conversation=conversation, question=payload, answer=payload, **ended)
    connections.close_all()
    return conversation.pk


@pytest.fixture(scope="module")
def conversation(house: House) -> UUID:
    """Fill Mallory's tenant with hostile documents and answers."""
    with signed_in(house.stack, house.home("mallory"), "mallory") as client:
        make_collection(client, "hostile", "everyone")
        upload_lines(client, lines())
    # Playwright's loop runs in this thread, where Django then refuses to ask the database.
    with ThreadPoolExecutor(max_workers=1) as thread:
        return thread.submit(answered_with_payloads, house).result()


def assert_harmless(page: Page) -> None:
    """See that nothing ran; the watch sees that nobody was called."""
    page.wait_for_timeout(300)
    assert page.evaluate("window.raglanRan") is None


def test_titles_are_texts_in_the_library(conversation: UUID, enter: Enter) -> None:
    page = enter("mallory", "/documents")
    more = page.get_by_role("button", name="Show more")
    rows = page.get_by_role("main").get_by_role("listitem")
    expect(rows.first).to_be_visible()
    while more.is_visible():
        more.click()
        page.wait_for_load_state("networkidle")
    expect(rows).to_have_count(len(PAYLOADS))
    assert_harmless(page)


def test_a_documents_passages_are_texts(conversation: UUID, enter: Enter) -> None:
    page = enter("mallory", "/documents")
    page.get_by_role("link", name="<img src=x onerror").first.click()
    expect(page.get_by_text("Valve number").first).to_be_visible()
    assert_harmless(page)


def test_answers_are_rendered_without_what_is_hostile(conversation: UUID, enter: Enter) -> None:
    page = enter("mallory", f"/chat/{conversation}")
    expect(page.get_by_role("article")).to_have_count(len(PAYLOADS))
    assert_harmless(page)
    assert (
        page.locator("article img, article iframe, article script, article form, article svg a").count() == 0
    )
    links = page.locator("article a").evaluate_all("links => links.map(link => link.protocol)")
    assert set(links) <= {"http:", "https:", "mailto:"}


def test_a_quoted_passage_and_its_source_are_texts(conversation: UUID, enter: Enter) -> None:
    page = enter("mallory")
    turn = ask(page, ASKED)
    expect(turn).to_contain_text("Valve number 7")
    chip(turn).click()
    expect(source_panel(page).locator("mark").first).to_contain_text("onerror")
    assert_harmless(page)
