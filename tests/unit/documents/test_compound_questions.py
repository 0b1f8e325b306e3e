"""A question that asks for several things is split; one that names several things is not."""

import pytest

from documents.questions.compound import split_question


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("How many days of leave do I get, and who approves them?", ("days of leave", "approves")),
        ("Wie viele Urlaubstage habe ich und wer genehmigt sie?", ("Urlaubstage", "genehmigt")),
        ("Combien de jours de congé ai-je et qui les approuve ?", ("congé", "approuve")),
        ("¿Cuántos días de vacaciones tengo y quién los aprueba?", ("vacaciones", "aprueba")),
        ("Hoeveel vakantiedagen heb ik en wie keurt ze goed?", ("vakantiedagen", "keurt")),
        ("Quanti giorni di ferie ho e chi li approva?", ("ferie", "approva")),
        ("What is the notice period? And how long is probation?", ("notice period", "probation")),
        ("Compare the travel policy of 2024 and 2025", ("travel policy of 2024", "travel policy of 2025")),
        ("difference between the German and the French travel policy", ("German travel", "French travel")),
        ("How does the Bronze plan differ from the Silver plan?", ("Bronze plan", "Silver plan")),
        ("Unterschied zwischen Gleitzeit und Vertrauensarbeitszeit?", ("Gleitzeit", "Vertrauensarbeitszeit")),
        ("PTO vs. sick leave", ("PTO", "sick leave")),
        ("Compare the London and Leeds offices", ("London offices", "Leeds offices")),
        ("difference between the health and safety policy and the travel policy", ("safety", "travel")),
        ("Tell me how many days I get and what I need to do", ("days", "need to do")),
    ],
)
def test_what_asks_for_several_things_is_split(question: str, parts: tuple[str, ...]) -> None:
    found = split_question(question)
    assert len(found) == len(parts)
    assert all(word in part for word, part in zip(parts, found, strict=True)), found


@pytest.mark.parametrize(
    "question",
    [
        "Where are the terms and conditions?",
        "What is the budget of research and development?",
        "Who is the health and safety officer?",
        "When and how do I apply for parental leave?",
        "Explain when and how to apply",
        "Is it true that the pump is old and is replaced?",
        "How do I reset my password and unlock my account?",
        "Give me an overview of how invoices are paid",
        "Wer ist für Forschung und Entwicklung zuständig?",
        "Wann und wo findet die Schulung statt?",
        "Où sont les conditions générales de vente et de livraison ?",
        "¿Dónde están los términos y condiciones?",
        "En quelle année la société a-t-elle été fondée ?",
        "What is the difference between Johnson and Johnson and Procter and Gamble?",
        "What is the difference between Ray Data and Ray Train with PyTorch and TensorFlow?",
        "Compare prices and offers before ordering: who does that?",
        "What should I do if I lose my badge and what I need is in the office?",
        "How do I install VS Code?",
        "Who won England vs Germany?",
        "parental leave",
        "",
    ],
)
def test_what_asks_for_one_thing_stays_whole(question: str) -> None:
    assert split_question(question) == ()


def test_a_part_that_points_back_says_what_at() -> None:
    assert (
        split_question("What is X-100 and how does it differ from Y-200?")[1]
        == "how does it differ from Y-200 (X-100)?"
    )
