"""A follow-up leans on what was asked before; a question of its own does not."""

import pytest

from chat.answering.condense import is_follow_up, joined
from chat.answering.types import Turn

LEAVE = Turn(question="How many days of annual leave do I get?", answer="26 days [1].")


@pytest.mark.parametrize(
    "question",
    [
        "What are the rules for passwords?",
        "What does lunch cost?",
        "Where is parking?",
        "When is payday?",
        "Who approves a hotel above the limit?",
        "What is the extension of the IT service desk?",
        "Is there a company choir I can join?",
        "What is the same-day delivery policy?",
        "Does the company lend its own bikes?",
        "Gibt es einen Parkplatz?",
        "Gilt das Budget auch für Bücher?",
        "Am I allowed to fly to a place that is 500 kilometres away?",
    ],
)
def test_a_question_of_its_own_is_searched_for_as_it_stands(question: str) -> None:
    assert joined(question, [LEAVE]) == question


@pytest.mark.parametrize(
    "question",
    [
        "And for part-timers?",
        "How long?",
        "Can I carry them over?",
        "What about Kassel?",
        "In Kassel?",
        "Und in Kassel?",
        "Gilt das auch für Werkstudenten?",
        "Wie beantrage ich das?",
        "Wer ist dafür zuständig?",
        "Was kosten diese?",
    ],
)
def test_a_follow_up_is_searched_for_with_what_it_leans_on(question: str) -> None:
    assert is_follow_up(question)
    assert joined(question, [LEAVE]) == f"{LEAVE.question} {question}"
