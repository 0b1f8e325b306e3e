"""Values of cells read as a spreadsheet shows them."""

import datetime

import pytest

from documents.ingest.converters.number_formats import is_date_pattern, shown

MOMENT = datetime.datetime.fromisoformat("2026-05-01T14:05:09")


@pytest.mark.parametrize(
    ("value", "pattern", "text"),
    [
        (1234.5, "General", "1234.5"),
        (0.1 + 0.2, "General", "0.3"),
        (3.0, "General", "3"),
        (1234567.891, "#,##0.00", "1,234,567.89"),
        (2.675, "0.00", "2.68"),
        (0.125, "0.0%", "12.5%"),
        (-12, "#,##0;(#,##0)", "(12)"),
        (-0.001, "0.00", "0.00"),
        (0, '0;-0;"none"', "none"),
        (42, "00000", "00042"),
        (1250.5, "#,##0.00\\ [$€-407]", "1,250.50 €"),
        (99.5, '"$"#,##0.00_);[Red]("$"#,##0.00)', "$99.50"),
        (1_500_000, '0.0,,"M"', "1.5M"),
        (12345, "0.00E+00", "1.23E+04"),
        (1.5, "0.###", "1.5"),
        (0.5, "# ?/?", "0.5"),
        (True, "General", "TRUE"),
        (MOMENT, "dd/mm/yyyy", "01/05/2026"),
        (MOMENT, "d mmm yyyy h:mm", "1 May 2026 14:05"),
        (MOMENT, "h:mm AM/PM", "2:05 PM"),
        (MOMENT, "mm:ss", "05:09"),
        (MOMENT, "mm-dd-yy", "2026-05-01 14:05"),
        (datetime.datetime.fromisoformat("2026-05-01"), "mm-dd-yy", "2026-05-01"),
        (datetime.time(9, 30), "hh:mm", "09:30"),
    ],
)
def test_a_value_reads_as_it_is_shown(value: object, pattern: str, text: str) -> None:
    assert shown(value, pattern) == text


@pytest.mark.parametrize(
    ("pattern", "is_date"),
    [
        ("General", False),
        ("0.00", False),
        ('0 "days"', False),
        ("yyyy-mm-dd", True),
        ("[Red]0", False),
        ("[h]:mm", True),
    ],
)
def test_patterns_for_dates_are_known(pattern: str, is_date: bool) -> None:
    assert is_date_pattern(pattern) is is_date


@pytest.mark.parametrize(
    ("value", "pattern", "text"),
    [
        (datetime.timedelta(hours=30, minutes=15), "[h]:mm", "30:15"),
        (datetime.timedelta(hours=-1), "[h]:mm:ss", "-1:00:00"),
        (datetime.timedelta(minutes=90), "[mm]:ss", "90:00"),
        (0, '0;-0;"none"', "none"),
        (-3, '0;"below zero"', "below zero"),
        (0, '_-* #,##0.00 €_-;-* #,##0.00 €_-;_-* "-"?? €_-', "- €"),
        (5, '[>=5]"high";"low"', "5"),
        (0.5, "#.##", "0.5"),
        (0, "#,##0", "0"),
    ],
)
def test_times_that_pass_and_words_for_numbers_are_shown(value: object, pattern: str, text: str) -> None:
    assert shown(value, pattern) == text
