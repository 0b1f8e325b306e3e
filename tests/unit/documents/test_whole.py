"""Numbers that files give are read where they are numbers, and harm nobody where they are not."""

import pytest

from documents.ingest.converters.word_numbering import letters
from documents.ingest.whole import whole_number


@pytest.mark.parametrize(
    ("text", "number"),
    [("3", 3), ("-2", -2), ("", 7), (None, 7), ("\u00b2", 7), ("\u0663", 7), ("9" * 5_000, 7), ("1e3", 7)],
)
def test_a_text_is_a_whole_number_or_gives_what_else_is_meant(text: str | None, number: int) -> None:
    assert whole_number(text, 7) == number


@pytest.mark.parametrize(("text", "number"), [("3", 3), ("-1", 0), ("9", 0), ("999999999", 0)])
def test_a_number_beyond_what_is_counted_says_nothing(text: str, number: int) -> None:
    assert whole_number(text, 0, among=range(9)) == number


def test_letters_count_as_far_as_somebody_reads_them() -> None:
    assert [letters(count) for count in (1, 26, 27, 999_999_999)] == ["a", "z", "aa", "999999999"]
