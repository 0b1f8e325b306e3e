"""The lines of a bulk upload are described as they are read, and few of them wait in memory at once."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from documents.actions import bulk
from documents.api.shapes import BulkLineShape
from documents.lines import FIELDS, LIMITS, MAX_EXTERNAL_ID_BYTES, BadLine, read_line

LINE = {"external_id": "a", "text": "Leave is long.", "collection": "hr"}


def test_the_described_line_has_the_fields_that_are_read() -> None:
    assert set(BulkLineShape().fields) == FIELDS


@pytest.mark.parametrize("name", sorted(FIELDS))
def test_a_field_that_is_described_as_needed_is_needed(name: str) -> None:
    line = json.dumps({key: value for key, value in LINE.items() if key != name}).encode()
    if not BulkLineShape().fields[name].required:
        assert read_line(line).external_id == "a"
        return
    with pytest.raises(BadLine, match=f"`{name}`"):
        read_line(line)


@pytest.mark.parametrize("name", sorted({*LIMITS, "external_id"}))
def test_a_field_is_as_long_as_it_is_described(name: str) -> None:
    field: Any = BulkLineShape().fields[name]
    limit = getattr(field, "child", field).max_length
    assert limit == LIMITS.get(name, MAX_EXTERNAL_ID_BYTES)
    for length, is_taken in ((limit, True), (limit + 1, False)):
        text = "x" * length
        line = json.dumps({**LINE, name: [text] if name == "readers" else text}).encode()
        assert is_read(line) is is_taken


def is_read(line: bytes) -> bool:
    """Say whether a line is taken."""
    try:
        read_line(line)
    except BadLine:
        return False
    return True


@pytest.mark.parametrize("field", ["text", "metadata", "title"])
def test_no_more_lines_wait_together_than_their_bytes_allow(
    monkeypatch: pytest.MonkeyPatch, field: str
) -> None:
    """Whatever it is that makes them long."""
    monkeypatch.setattr(bulk, "BATCH_BYTES", 2_000)
    long = "é" * 500
    value = {"note": long} if field == "metadata" else long
    line = json.dumps({**LINE, field: value}, ensure_ascii=False).encode()
    read = 0

    def lines() -> Iterator[bytes]:
        nonlocal read
        for _ in range(20):
            read += 1
            yield line

    batches = bulk._batches(bulk._read(lines(), frozenset({"hr"})))
    assert [len(next(batches)) for _ in range(3)] == [2, 2, 2]
    assert read == 6
