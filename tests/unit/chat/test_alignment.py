"""What is said must be what the passages say."""

import pytest

from chat.answering.alignment import Aligner, is_faithful
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
