"""Words of time are read as the days that they mean."""

from datetime import date

import pytest

from documents.questions.times import day_asked, period_asked

TODAY = date(2026, 3, 15)


@pytest.mark.parametrize(
    ("question", "since", "until"),
    [
        ("What were last year's travel rules?", "2025-01-01", "2025-12-31"),
        ("Wie war die Regelung letztes Jahr?", "2025-01-01", "2025-12-31"),
        ("Quelle était la règle l'année dernière ?", "2025-01-01", "2025-12-31"),
        ("¿Qué política teníamos el año pasado?", "2025-01-01", "2025-12-31"),
        ("What changed in 2024?", "2024-01-01", "2024-12-31"),
        ("Which policies changed since March?", "2026-03-01", None),
        ("Was gilt seit November?", "2025-11-01", None),
        ("Rules before 2023", None, "2022-12-31"),
        ("Rules until 2023", None, "2023-12-31"),
        ("revenue in Q3 2024", "2024-07-01", "2024-09-30"),
        ("quelles règles en février 2024 ?", "2024-02-01", "2024-02-29"),
        ("the 2024 travel policy", "2024-01-01", "2024-12-31"),
        ("What did we decide last month?", "2026-02-01", "2026-02-28"),
        ("Zahlen vom letzten Quartal", "2025-10-01", "2025-12-31"),
        ("Was ist die aktuelle Richtlinie?", None, None),
    ],
)
def test_a_time_is_read(question: str, since: str | None, until: str | None) -> None:
    period = period_asked(question, TODAY)
    assert period is not None
    assert [day and day.isoformat() for day in (period.since, period.until)] == [since, until]


@pytest.mark.parametrize(
    "question",
    [
        "What may apply?",
        "INV-2024 invoice",
        "scope of ISO 27001:2013",
        "version 1.2024.3",
        "Compare 2024 and 2025",
        "How do I march in line?",
        "The order of 12 chairs",
    ],
)
def test_what_only_looks_like_a_time_is_none(question: str) -> None:
    assert period_asked(question, TODAY) is None


@pytest.mark.parametrize(
    "question",
    ["the rate as of 30 June 2025", "Stand 30.6.2025: wie hoch?", "as of June 30, 2025", "as at 2025-06-30"],
)
def test_the_day_as_of_which_somebody_asks_is_read(question: str) -> None:
    assert day_asked(question) == date(2025, 6, 30)


def test_a_day_that_never_was_is_none() -> None:
    assert day_asked("as of 31.2.2025") is None
