"""Numbers that files give are read where they are numbers, and harm nobody where they are not."""

import pytest

from documents.ingest.whole import whole_number


@pytest.mark.parametrize(
    ("text", "number"),
    [("3", 3), ("-2", -2), ("", 7), (None, 7), ("\u00b2", 7), ("\u0663", 7), ("9" * 5_000, 7), ("1e3", 7)],
)
def test_a_text_is_a_whole_number_or_gives_what_else_is_meant(text: str | None, number: int) -> None:
    assert whole_number(text, 7) == number
