"""The pace at which documents become ready is that of working, not of resting."""

from datetime import UTC, datetime, timedelta

from documents.explaining import _seconds_per_chunk

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def ready(*seconds_ago: float, chunks: int = 10) -> list[tuple[int, datetime]]:
    return [(chunks, NOW - timedelta(seconds=seconds)) for seconds in seconds_ago]


def test_the_pace_is_that_from_one_document_to_the_next() -> None:
    assert _seconds_per_chunk(ready(0, 2, 4)) == 0.2


def test_a_rest_counts_for_nothing() -> None:
    assert _seconds_per_chunk(ready(0, 2, 302, 304)) == 0.2


def test_one_document_has_no_pace() -> None:
    assert _seconds_per_chunk(ready(3)) is None
