"""A follow-up leans on what was asked before; a question of its own does not."""

import pytest

from chat.answering.condense import counted, is_follow_up, joined
from chat.answering.types import Turn
from tests.evals.dialogues import DIALOGUES, measure

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


def test_dialogues_in_four_languages_are_told_rightly() -> None:
    assert len(DIALOGUES) >= 40
    assert {language: found["wrong"] for language, found in measure().items() if found["wrong"]} == {}


def test_a_trace_says_in_numbers_what_was_understood() -> None:
    steps = [
        {"step": "language", "question": "en"},
        {"step": "split", "parts": ["a secret", "b"]},
        {"step": "synonyms", "added": [{"term": "PTO", "by": "a secret"}], "variants": []},
        {"step": "time", "words": "in 2024", "since": "2024-01-01", "until": "2024-12-31", "newest": False},
    ]
    time = {"since": "2024-01-01", "until": "2024-12-31", "newest": False}
    assert counted({"question": steps}) == {"language": "en", "parts": 2, "other_words": 1, "time": time}
