"""No file of these kinds keeps its reader busy, or makes it read what is not in the file."""

import time
from contextlib import suppress

import pytest

from documents.ingest.convert import convert
from documents.ingest.types import ConversionFailed

MANY = 200_000
HOSTILE = {
    "a.adoc": [
        "= T\n\n" + "link:" * MANY,
        "= T\n\n" + "https://a" * MANY,
        "= T\n\n" + "*a" * MANY,
        "= T\n\n" + "<<" * MANY,
        "= T\n\n|===\n" + "|a " * MANY + "\n|===",
    ],
    "a.eml": [
        "From: a\nTo: b\nSubject: c\n\n" + "On " * MANY,
        "From: a\nTo: b\nSubject: c\n\n" + "On a b c d\n" * 40_000,
        "From: a\nTo: b\nSubject: c\n\n" + "> " * MANY,
    ],
    "a.csv": ['"' * MANY, ",;" * MANY, "a\n" * MANY],
    "a.json": ["[" * MANY, '{"a":' * MANY, "[" + "{}," * 40_000 + "{}]"],
    "a.xml": ["<?xml version='1.0'?>" + "<a>" * MANY, "<?xml version='1.0'?><a " + "b='c' " * 50_000 + "/>"],
    "a.py": ["def " * MANY, "pub(" * MANY, "export " * MANY, "#\n" * 50_000 + "def a():"],
    "a.txt": ["=\n" * MANY, "a\n\n" * 50_000, "1. a\n\n" * 30_000],
    "a.md": ["---\n" + "a: " * 5_000 + "\n---\n", "- " * 5_000],
    "a.html": [
        "<table>" * 5_000,
        "<ul><li>" * 5_000,
        "<table><tr>" + "<td rowspan=99999 colspan=99999>a" * 200,
    ],
}


@pytest.mark.parametrize(
    ("name", "text"), [(name, text) for name, texts in HOSTILE.items() for text in texts]
)
def test_no_text_keeps_its_reader_busy(name: str, text: str) -> None:
    start = time.process_time()
    with suppress(ConversionFailed, RecursionError):
        convert(text.encode(), name)
    assert time.process_time() - start < 15
