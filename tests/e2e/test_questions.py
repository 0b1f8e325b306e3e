"""Questions, answers, and the way to their sources."""

from playwright.sync_api import expect

from tests.e2e.conftest import Enter
from tests.e2e.house import House
from tests.e2e.pages import ask, begin, chip, question_field, row, source_panel

LEAVE = "How many unused days of leave move into the next year?"
FIT_NOTE = "From which day do we need a fit note from a doctor?"
DEVIATION = "On which form does the quality manager sign a deviation?"


def test_an_answer_quotes_its_document_and_names_it_below(enter: Enter) -> None:
    turn = ask(enter("cleo"), LEAVE)
    expect(turn).to_contain_text("five unused days")
    expect(turn.get_by_role("region", name="Sources")).to_contain_text("Annual leave")


def test_whoever_asks_is_told_that_the_demo_model_only_quotes(enter: Enter) -> None:
    badge = enter("cleo").get_by_role("button", name="Demo model: answers are quoted")
    badge.click()
    expect(badge.page.get_by_text("Its answers are sentences quoted from the documents")).to_be_visible()


def test_an_answer_is_read_while_it_is_written_and_can_be_stopped(house: House, enter: Enter) -> None:
    page = enter("cleo")
    with house.model_frozen():
        turn = begin(page, LEAVE)
        expect(turn).to_contain_text("five unused days")
        page.get_by_role("button", name="Stop").click()
        expect(turn).to_contain_text("You stopped this answer")
    expect(turn).to_contain_text("five unused days")


def test_a_citation_opens_the_passage_with_its_words_marked(enter: Enter) -> None:
    page = enter("cleo")
    chip(ask(page, LEAVE)).click()
    expect(source_panel(page).get_by_role("heading", name="Annual leave")).to_be_visible()
    expect(source_panel(page).locator("mark").first).to_contain_text("unused days")


def test_a_citation_of_a_pdf_opens_the_page_with_its_words_marked(enter: Enter) -> None:
    page = enter("cleo")
    chip(ask(page, FIT_NOTE)).click()
    expect(source_panel(page).get_by_role("radio", name="Page 1")).to_be_checked()
    expect(source_panel(page).locator("canvas")).to_be_visible()
    expect(source_panel(page).locator("[class*=quote]").first).to_be_visible()


def test_an_answer_is_kept_and_found_again_in_the_side_bar(enter: Enter) -> None:
    page = enter("ben")
    ask(page, FIT_NOTE)
    page.get_by_role("link", name="New question").first.click()
    page.get_by_role("navigation", name="Your questions").get_by_role("link", name=FIT_NOTE).first.click()
    expect(page.get_by_role("article")).to_contain_text("eighth day")


def test_a_thumb_down_takes_a_reason_and_stays_down(enter: Enter) -> None:
    page = enter("ben")
    turn = ask(page, LEAVE)
    turn.get_by_role("button", name="Not a good answer").click()
    turn.get_by_text("Out of date").click()
    turn.get_by_role("textbox", name="In your own words").fill("It was six last year.")
    turn.get_by_role("button", name="Send").click()
    expect(turn.get_by_role("button", name="Send")).to_be_hidden()
    page.reload()
    expect(page.get_by_role("button", name="Not a good answer", pressed=True)).to_be_visible()


def test_a_pressed_thumb_shows_what_was_said_and_is_taken_back_only_on_purpose(enter: Enter) -> None:
    page = enter("ben")
    turn = ask(page, FIT_NOTE)
    thumb = turn.get_by_role("button", name="Not a good answer")
    thumb.click()
    turn.get_by_role("textbox", name="In your own words").fill("It was seven last year.")
    turn.get_by_role("button", name="Send").click()
    expect(turn.get_by_role("button", name="Send")).to_be_hidden()
    page.reload()
    thumb.click()
    expect(turn.get_by_role("textbox", name="In your own words")).to_have_value("It was seven last year.")
    turn.get_by_role("button", name="Take back").click()
    expect(turn.get_by_role("button", name="Not a good answer", pressed=False)).to_be_visible()


def test_an_engineer_is_answered_from_what_engineers_read(enter: Enter) -> None:
    expect(ask(enter("ben"), DEVIATION)).to_contain_text("FRM-110")


def test_somebody_else_is_not_answered_from_what_engineers_read(enter: Enter) -> None:
    turn = ask(enter("cleo"), DEVIATION)
    expect(turn).not_to_contain_text("FRM-110")
    expect(turn).not_to_contain_text("Change control")


def test_another_tenant_sees_nothing_of_this_one(enter: Enter) -> None:
    page = enter("max", "/documents")
    expect(page.get_by_role("heading", name="No documents yet")).to_be_visible()
    page.get_by_role("link", name="New question").first.click()
    expect(ask(page, LEAVE)).to_contain_text("Nothing in the documents you may read answers this.")
    expect(row(page, "Annual leave")).to_have_count(0)


def test_a_session_of_another_tenant_opens_no_door_here(house: House, enter: Enter) -> None:
    page = enter("max")
    page.goto(house.url("ada"))
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def test_a_citation_shows_its_words_before_it_is_followed(enter: Enter) -> None:
    page = enter("cleo")
    chip(ask(page, LEAVE)).hover()
    card = page.get_by_role("dialog")
    expect(card).to_contain_text("five unused days")
    expect(card).to_contain_text("Annual leave")


def test_a_question_without_an_answer_says_so_once(enter: Enter) -> None:
    turn = ask(enter("max"), LEAVE)
    expect(turn.get_by_text("nothing in the documents")).to_have_count(1)


def test_a_new_question_leads_away_from_the_one_that_was_just_asked(house: House, enter: Enter) -> None:
    page = enter("cleo")
    with house.model_frozen():
        begin(page, LEAVE)
        page.get_by_role("link", name="New question").first.click()
        expect(page.get_by_role("heading", name="What would you like to know")).to_be_visible()
    page.wait_for_timeout(1_500)
    expect(page.get_by_role("heading", name="What would you like to know")).to_be_visible()


def test_what_is_written_stays_where_it_was_written(enter: Enter) -> None:
    page = enter("ben")
    ask(page, LEAVE)
    question_field(page).fill("And what of sick leave?")
    page.get_by_role("link", name="New question").first.click()
    expect(question_field(page)).to_have_value("")
    page.go_back()
    expect(question_field(page)).to_have_value("And what of sick leave?")
