"""Measure how fast files are read, ours beside bare libraries: python -m tests.bench.parsing [FILES]; prints JSON."""

import csv
import io
import json
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import kreuzberg
import pypdfium2

from documents.ingest.child import collect_rarely
from documents.ingest.convert import convert
from documents.ingest.types import ConversionFailed
from tests.bench.corpora import DATA, leave_without_data

Read = Callable[[Path], int]
TEXT_PDF, SCANNED_PDF = "PDF with text", "scanned PDF and pictures"
PICTURES = {"png", "jpg", "bmp", "tif", "gif", "webp"}


def ours(file: Path) -> int:
    """Read as the converters do, without the process around them."""
    return max(1, len(convert(file.read_bytes(), file.name).pages))


def pdfium(file: Path) -> int:
    """Read the text of all pages and nothing else."""
    document = pypdfium2.PdfDocument(file)
    for page in document:
        page.get_textpage().get_text_range()
    return len(document)


def bare_kreuzberg(file: Path) -> int:
    """Read by kreuzberg as it comes."""
    kreuzberg.extract_file_sync(str(file), None, kreuzberg.ExtractionConfig(use_cache=False))
    return 1


def good_files(folder: Path) -> dict[str, list[Path]]:
    """Return the files that can be read, by their family."""
    rows = csv.DictReader(io.StringIO((folder / "manifest.csv").read_text(encoding="utf-8")))
    found: dict[str, list[Path]] = defaultdict(list)
    for row in rows:
        is_pictured = row["expect"] == "ocr" or row["format"] in PICTURES
        if row["expect"] in {"ok", "ocr"}:
            family = TEXT_PDF if row["format"] == "pdf" else row["format"]
            found[SCANNED_PDF if is_pictured else family].append(folder / row["file"])
    return dict(found)


def measured(files: list[Path], read: Read) -> dict[str, Any]:
    """Return files, pages and seconds of reading these; what fails is counted."""
    pages = failed = 0
    seconds = cpu = 0.0
    for file in files:
        begun, begun_cpu = time.perf_counter(), time.process_time()
        try:
            pages += read(file)
        except (ConversionFailed, kreuzberg.KreuzbergError, RuntimeError, ValueError, pypdfium2.PdfiumError):
            failed += 1
        seconds += time.perf_counter() - begun
        cpu += time.process_time() - begun_cpu
    counts = {"files": len(files), "failed": failed, "pages": pages}
    return {**counts, "pages_a_second": _speed(pages, seconds), "pages_a_cpu_second": _speed(pages, cpu)}


def _speed(pages: int, seconds: float) -> float:
    return round(pages / seconds, 1) if seconds else 0.0


def main() -> None:
    """Print pages a second for each family."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else DATA / "files"
    result: dict[str, Any] = {}
    # As in the process that reads files.
    collect_rarely()
    for family, files in sorted(good_files(folder).items()):
        # The first file of a family loads its libraries.
        measured(files[:1], ours)
        result[family] = {"ours": measured(files, ours)}
        if family == TEXT_PDF:
            result[family]["pdfium"] = measured(files, pdfium)
        if family != SCANNED_PDF:
            result[family]["kreuzberg, in files"] = measured(files, bare_kreuzberg)
    print(json.dumps(result, indent=2))


if __name__ == "__main__":
    leave_without_data("parsing")
    main()
