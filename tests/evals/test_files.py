"""The sandbox reads or refuses the files of the open set as its manifest expects."""

import csv
import os
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

from documents.ingest.sandbox import Sandbox
from documents.ingest.types import ConversionFailed, ConverterSettings, Limits

ROOT = Path(__file__).resolve().parents[2]
FILES = Path(os.environ.get("RAGLAN_DATA", ROOT.parent / "shared" / "data")) / "files"
PLAIN = str.maketrans(
    {"‘": "'", "’": "'", "‚": "'", "“": '"', "”": '"', "„": '"', "–": "-", "—": "-", "−": "-"}
)
INVISIBLE = re.compile("[\u00ad\ufeff\u200b-\u200f\u2060\u202a-\u202e]")
# What is not as expected, and why.
DIFFERENT = {
    "uns-csv-with-line-delimiter.csv": "the bars between its cells are written as those of all tables",
    "uns-pdf-with-ocr-text.pdf": "the poor text of the scan has other letters wrong than were expected",
}
# The strings of these stand in what is not their main content: they are read whole.
WHOLE = {"uns-example-steelJIS-datasheet-utf-16.html", "uns-example-with-scripts.html"}

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
        settings = ConverterSettings(main_content_only=row["file"] not in WHOLE)
        found = sandbox.convert((FILES / row["file"]).read_bytes(), row["file"], settings)
    except ConversionFailed as refusal:
        return expected.startswith("ok_or") or refusal.code.value in expected.removeprefix("error:").split(
            "_or_"
        )
    text = normal(f"{found.title}\n{found.text}")
    wanted = [normal(row[column]) for column in ("must_1", "must_2", "must_3") if row[column]]
    banned = [normal(text) for text in row["must_not"].split(";;") if text.strip()]
    is_readable = expected.startswith(("ok", "ocr")) or expected.endswith(("or_ok", "or_partial"))
    return is_readable and all(part in text for part in wanted) and not any(part in text for part in banned)


def test_all_files_but_two_are_read_or_refused_as_expected(sandbox: Sandbox) -> None:
    different = {row["file"] for row in rows() if not is_as_expected(row, sandbox)}
    assert different == set(DIFFERENT)
