"""Every decision has a number of its own, which its title says, and a length that is read."""

import re
from collections import Counter
from pathlib import Path

import pytest

DECISIONS = sorted((Path(__file__).parents[2] / "docs" / "adr").glob("*.md"))
MOST_WORDS = 400


def number(decision: Path) -> int:
    """Return the number that a decision's file has."""
    return int(decision.name[:4])


def test_no_two_decisions_share_a_number() -> None:
    assert [one for one, times in Counter(map(number, DECISIONS)).items() if times > 1] == []


@pytest.mark.parametrize("decision", DECISIONS, ids=lambda decision: decision.stem)
def test_a_decision_is_headed_by_its_number_and_short(decision: Path) -> None:
    text = decision.read_text(encoding="utf-8")
    assert re.match(rf"# {number(decision)}\. \S", text)
    assert len(text.split()) <= MOST_WORDS
