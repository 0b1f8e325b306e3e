"""A file's format is told by its content."""

import random

import pytest

from documents.ingest.sniff import sniff
from documents.ingest.types import ConversionFailed, FailureCode, Format


@pytest.mark.parametrize("name", ["picture.png", "notes.txt", "unknown.xyz"])
def test_bytes_that_are_neither_text_nor_a_known_format_are_refused(name: str) -> None:
    with pytest.raises(ConversionFailed) as refusal:
        sniff(random.Random(1).randbytes(5000), name)
    assert refusal.value.code is FailureCode.UNSUPPORTED


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-32", "shift_jis", "cp1252"])
def test_text_in_any_encoding_is_text(encoding: str) -> None:
    words = "休暇は二十日です。" if encoding == "shift_jis" else "Annual leave is 26 days."
    assert sniff((words * 40).encode(encoding), "notes.txt") is Format.TEXT
