"""What is said must be what the passages say."""

from dataclasses import replace

import pytest

from chat.answering.alignment import Aligner, is_faithful
from chat.answering.numerals import clocks
from chat.answering.words import numbers
from tests.factories.passages import passage
from tests.fakes.embedder import FakeEmbedder

QUOTE = "Parents receive twelve weeks of paid parental leave.\nThe leave begins with the birth of the child."
QUESTION = "How much leave do parents get?"
PASSWORD = "A Meridian password has at least 14 characters and must be changed after 180 days."


@pytest.mark.parametrize(
    "phrase",
    ["Parents receive 12 weeks of parental leave.", "Parents get twelve weeks of paid parental leave"],
)
def test_a_sentence_said_again_is_faithful(phrase: str) -> None:
    assert is_faithful(phrase=phrase, quote=QUOTE, question=QUESTION)


@pytest.mark.parametrize(
    "phrase",
    [
        "Parents receive sixteen weeks of paid parental leave.",
        "Parents do not receive twelve weeks of paid parental leave.",
        "Parents receive twelve weeks of paid parental leave in Nevada.",
        "The birth of paid parental leave receives twelve weeks.",
        "Twelve weeks, twelve weeks, twelve weeks of leave, paid leave, parental leave, twelve weeks.",
        "Do parents receive twelve weeks of paid parental leave?",
        "Parents.",
        "",
    ],
)
def test_what_is_turned_round_recombined_or_invented_is_not(phrase: str) -> None:
    assert not is_faithful(phrase=phrase, quote=QUOTE, question=QUESTION)


def test_a_fragment_that_answers_something_else_is_not_faithful() -> None:
    assert not is_faithful(
        phrase="180 days", quote=PASSWORD, question="How long must a Meridian password be?"
    )


def test_a_phrase_that_skips_what_matters_is_not_faithful() -> None:
    quote = "People in Europe and Africa are in the east rotation and people in the Americas are in the west rotation."
    phrase = "People in the east rotation and people in the Americas are in the west rotation."
    assert not is_faithful(phrase=phrase, quote=quote, question="Which continents are in the east rotation?")


def aligner() -> Aligner:
    passages = (passage(QUOTE, "Leave"), passage(PASSWORD, "Passwords"))
    return Aligner(FakeEmbedder(), passages, question=QUESTION, threshold=0.6)


def test_a_sentence_is_supported_by_the_words_it_comes_from() -> None:
    (span,) = aligner().support("Parents receive twelve weeks of paid parental leave.").spans
    assert (span.passage, QUOTE[span.start : span.end]) == (0, QUOTE.split("\n", maxsplit=1)[0])


@pytest.mark.parametrize(
    "sentence",
    [
        "Parents receive thirteen weeks of paid parental leave.",
        "In Nevada, parents of Wonderland receive twelve weeks of paid parental leave.",
        "The cafeteria serves fish on most days of the week.",
        "Yes.",
    ],
)
def test_a_sentence_that_says_more_than_the_passages_has_no_support(sentence: str) -> None:
    assert aligner().support(sentence).spans == ()


SETUP = (
    "Set the `DATABASE_URL` before the first start. Ask Ada O'Brien’s team on Node.js questions of the R&D group. "
    "Refunds up to $1,300 are paid within 20 days, the office opens at 9:00 and closes at 17:00."
)
REFUND = "Die Erstattung wird innerhalb von zwanzig Tagen auf das Konto des Mitarbeiters gezahlt."


@pytest.mark.parametrize(
    "sentence",
    [
        "You have to set DATABASE_URL before the first start.",
        "For Node.js questions of R&D ask Ada's team.",
        "Questions on Node.js go to O'Brien and the team of R&D.",
        "Refunds up to 1300 dollars are paid within twenty days.",
        "The office opens at 9 am and closes at 5 pm.",
        "The Contractors' office opens at 9:00 and closes at 17:00.",
    ],
)
def test_a_name_or_number_is_known_however_it_is_spelled(sentence: str) -> None:
    given = replace(passage(SETUP, "Handbook"), section=("Contractors",))
    made = Aligner(FakeEmbedder(), (given,), question="Which office?", threshold=0.4)
    assert made.support(sentence).spans


def test_german_nouns_are_known_in_other_cases() -> None:
    made = Aligner(
        FakeEmbedder(), (passage(REFUND, "Erstattung"),), question="Wann kommt die Erstattung?", threshold=0.4
    )
    assert made.support("Die Erstattung wird den Mitarbeitern in 20 Tage auf ein Konto gezahlt.").spans
    assert not made.support("Die Erstattung wird in 20 Tagen auf das Konto in Kassel gezahlt.").spans


@pytest.mark.parametrize("sentence", ["$1,300", "20 days.", "Yes.", "O'Brien."])
def test_a_terse_answer_is_supported_by_the_passage_that_it_names(sentence: str) -> None:
    passages = (passage(QUOTE, "Leave"), passage(SETUP, "Handbook"))
    made = Aligner(FakeEmbedder(), passages, question="Are refunds paid?", threshold=0.6)
    assert [span.passage for span in made.support(sentence, [1]).spans] == [1]


def test_a_bare_yes_that_names_no_passage_has_no_support() -> None:
    assert aligner().support("Yes.").spans == ()


@pytest.mark.parametrize("sentence", ["$1,400", "21 days.", "Kassel", "Fish"])
def test_a_terse_answer_that_its_passage_does_not_say_has_no_support(sentence: str) -> None:
    made = Aligner(FakeEmbedder(), (passage(SETUP, "Handbook"),), question="Are refunds paid?", threshold=0.6)
    assert made.support(sentence, [0]).spans == ()


def test_yes_needs_a_passage_about_what_was_asked() -> None:
    made = Aligner(FakeEmbedder(), (passage(SETUP, "Handbook"),), question="Is there a gym?", threshold=0.6)
    assert made.support("Yes.", [0]).spans == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("twenty-five of ninety", {"25", "90"}),
        ("two hundred and 5 thousand", {"200", "5000"}),
        ("fünfundzwanzig, dreißig Tage, 1.000,50 €", {"25", "30", "1000.50"}),
        ("no one, one of them, one week", {"1"}),
    ],
)
def test_numbers_are_read_however_they_are_spelled(text: str, expected: set[str]) -> None:
    assert numbers(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("opens at 12 am", {"0", "0:00", "00:00", "12"}),
        ("opens at 12 p.m.", {"12", "12:00"}),
        ("opens at 9 am", {"9", "9:00", "09:00"}),
        ("opens at 5 PM", {"17", "17:00", "5"}),
        ("öffnet um 17 Uhr", {"17", "17:00", "5"}),
    ],
)
def test_full_hours_are_read_on_both_clocks(text: str, expected: set[str]) -> None:
    assert clocks(text) == expected
