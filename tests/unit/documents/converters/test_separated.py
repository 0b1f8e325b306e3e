"""Tables in text keep their rows and heads, however carelessly they were written."""

import pytest

from documents.ingest.convert import convert


def rows(text: str) -> list[str]:
    return convert(text.encode(), "a.csv").text.split("\n")


def head(text: str) -> str:
    found = convert(text.encode(), "a.csv")
    return found.text[found.blocks[0].start : found.blocks[0].head_end]


def test_a_quote_that_nobody_closes_takes_its_own_line_alone() -> None:
    text = 'name,size\nTape,"3 inch\nBox,2\nDisk,"5 inch\nRope,4\n'
    assert rows(text) == ["name | size", 'Tape | "3 inch', "Box | 2", 'Disk | "5 inch', "Rope | 4"]


def test_a_quote_at_the_beginning_of_a_long_table_hides_none_of_it() -> None:
    text = 'name,size\n"Tape,3\n' + "Box,2\n" * 3_000
    assert len(rows(text)) == 3_002


def test_a_cell_of_several_lines_at_the_end_stays_one() -> None:
    assert rows('name,note\nAda,"one, two\nthree"') == ["name | note", "Ada | one, two three"]


@pytest.mark.parametrize("end", ["\r\r\n", "\n\n"])
def test_line_ends_that_were_written_twice_are_no_empty_rows(end: str) -> None:
    assert rows(end.join(["name,days", "Ada,26", "Ben,30", "Cleo,28", ""])) == [
        "name | days", "Ada | 26", "Ben | 30", "Cleo | 28",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("first", "expected"),
    [
        ("Region,2023,2024,2025", "Region | 2023 | 2024 | 2025"),
        (",2023,2024,2025", "| 2023 | 2024 | 2025"),
        ("Region,1,2,3", "Region | 1 | 2 | 3"),
        ("Region,4,4,9", ""),
    ],
)
def test_columns_are_named_by_years_and_by_numbers_that_count_up(first: str, expected: str) -> None:
    assert head(f"{first}\nNorth,40,50,60\nSouth,7,8,15\n") == expected


def test_a_figure_alone_in_the_last_row_stands_in_its_column() -> None:
    assert rows("item,eur\nDesk,40\nLamp,5\n,45\n")[-1] == "| 45"
    assert rows("item,eur\nDesk,40\nLamp,5\nSource: the house\n")[-1] == "Source: the house"
