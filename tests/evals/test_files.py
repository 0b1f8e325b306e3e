"""The sandbox reads or refuses the files of the open set as its manifest expects."""

import csv
import os
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

from documents.ingest.sandbox import Sandbox
from documents.ingest.types import ConversionFailed, Limits

ROOT = Path(__file__).resolve().parents[2]
FILES = Path(os.environ.get("RAGLAN_DATA", ROOT.parent / "shared" / "data")) / "files"
PLAIN = str.maketrans(
    {"‘": "'", "’": "'", "‚": "'", "“": '"', "”": '"', "„": '"', "–": "-", "—": "-", "−": "-"}
)
INVISIBLE = re.compile("[\u00ad\ufeff\u200b-\u200f\u2060\u202a-\u202e]")
# What is not as expected: a table's bars as its file writes them, two pages whose furniture is asked for, and the
# letters that the poor text of a scan has wrong.
SHARE = 0.97

pytestmark = pytest.mark.skipif(not FILES.is_dir(), reason="the open data sets are not here")


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(Limits(wall_seconds=60)) as made:
        yield made


def rows() -> list[dict[str, str]]:
    return list(csv.DictReader((FILES / "manifest.csv").read_text(encoding="utf-8").splitlines()))


def normal(text: str) -> str:
    text = INVISIBLE.sub("", unicodedata.normalize("NFKC", text).translate(PLAIN))
    return " ".join(text.split()).casefold()


def is_as_expected(row: dict[str, str], sandbox: Sandbox) -> bool:
    expected = row["expect"]
    try:
        text = normal(sandbox.convert((FILES / row["file"]).read_bytes(), row["file"]).text)
    except ConversionFailed as refusal:
        has_no_text = expected in {"ocr", "no_text"} and refusal.code.value == "no_text"
        return has_no_text or expected.startswith("ok_or") or refusal.code.value in expected
    wanted = [normal(row[column]) for column in ("must_1", "must_2", "must_3") if row[column]]
    banned = [normal(text) for text in row["must_not"].split(";;") if text.strip()]
    is_readable = expected.startswith(("ok", "ocr")) or expected.endswith(("or_ok", "or_partial"))
    return is_readable and all(part in text for part in wanted) and not any(part in text for part in banned)


def test_nearly_all_files_are_read_or_refused_as_expected(sandbox: Sandbox) -> None:
    wrong = [row["file"] for row in rows() if not is_as_expected(row, sandbox)]
    assert 1 - len(wrong) / len(rows()) >= SHARE, wrong
