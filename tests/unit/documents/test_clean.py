"""Text is cleaned before offsets are taken from it."""

import pytest

from documents.ingest.clean import clean_code, clean_line, clean_text, join_lines


@pytest.mark.parametrize(
    ("dirty", "clean"),
    [
        ("annual\u00adleave", "annualleave"),
        ("a\u200bb\ufeff", "ab"),
        ("a\u00a0 \tb", "a b"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("a\n\n\n\nb", "a\n\nb"),
        ("o\ufb03ce", "office"),
        ("nul\x00 and \u202ereversed", "nul and reversed"),
        ("e\u0301", "\u00e9"),
    ],
)
def test_what_nobody_sees_is_removed(dirty: str, clean: str) -> None:
    assert clean_text(dirty) == clean


def test_cleaning_twice_changes_nothing() -> None:
    once = clean_text(" a \u00a0 b\r\n\r\n\r\n\r\n c\u00ad ")
    assert clean_text(once) == once


def test_code_keeps_its_indentation() -> None:
    assert clean_code("if x:\r\n\treturn  1  \n") == "if x:\n    return  1"


def test_a_heading_is_one_line() -> None:
    assert clean_line(" Annual\n leave ") == "Annual leave"


def test_lines_of_a_paragraph_are_joined() -> None:
    lines = [
        "Each employee has thirty days of annual leave, of which ten may be",
        "carried over into the next year.",
    ]
    assert join_lines(lines) == " ".join(lines)


def test_lines_of_a_list_stay_apart() -> None:
    lines = [
        "• Bachelor's degree in a related field or equal experience of years",
        "• Knowledge of the industry",
    ]
    assert join_lines(lines) == "\n".join(lines)


def test_short_lines_stay_apart() -> None:
    lines = ["Berlin 120", "Paris 140", "Each employee books rooms within these limits and asks otherwise."]
    assert join_lines(lines) == "\n".join(lines)
