"""Read the text layer of PDF files page by page, with headings by the size of their letters, and rows by gaps."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2
from pypdfium2 import raw

from documents.ingest.clean import BULLET, CELLS, clean_text, join_lines
from documents.ingest.draft import Draft
from documents.ingest.types import ConversionFailed, Extracted, FailureCode, Source

# pdfium's sign for a hyphen at the end of a line that parts a word.
WORD_BREAK = re.compile("\ufffe(?:\r?\n)?")
# In heights of the letters: spaces between words, also in justified lines, have up to 0.6, between cells from 1.2.
CELL_GAP = 1.0
HEADING_RATIO = 1.15
MAX_HEADING_CHARACTERS = 120
MAX_HEADING_LEVELS = 4
PAGES_LOOKED_AT_FOR_PICTURES = 20
# How many lines from the top and from the bottom may be a header or a footer, and on which share of the pages.
EDGE, MOST_PAGES = 2, 0.6
NUMBER = re.compile(r"\d+")


@dataclass(frozen=True)
class Line:
    """Keep a line of a page and the size of its first letter, in points."""

    text: str
    size: float


def convert_pdf(source: Source) -> Extracted:
    """Read all pages; raises ConversionFailed for encrypted and damaged files and for mere pictures."""
    document = _open(source.content)
    try:
        if len(document) > source.limits.pages:
            raise ConversionFailed(FailureCode.TOO_LARGE, f"The file has {len(document)} pages.")
        pages = [_lines(document, number) for number in range(len(document))]
        if not any(pages):
            raise _without_text(document)
        title = str(document.get_metadata_value("Title") or "")
    finally:
        document.close()
    if not source.settings.keep_headers_footers:
        pages = without_running_lines(pages)
    return _write(pages, title, source)


def without_running_lines(pages: list[list[Line]]) -> list[list[Line]]:
    """Drop headers and footers: short lines at a page's edge that stand, but for numbers, on most pages."""
    edges = [{_running_key(line) for line in (*lines[:EDGE], *lines[-EDGE:])} for lines in pages]
    counts = Counter(key for keys in edges for key in keys if len(key[0]) <= MAX_HEADING_CHARACTERS)
    least = max(2, MOST_PAGES * sum(map(bool, pages)))
    running = {key for key, count in counts.items() if count >= least}
    return [
        [
            line
            for place, line in enumerate(lines)
            if EDGE <= place < len(lines) - EDGE or _running_key(line) not in running
        ]
        for lines in pages
    ]


def _running_key(line: Line) -> tuple[str, float]:
    return NUMBER.sub("#", line.text), line.size


def _open(content: bytes) -> pypdfium2.PdfDocument:
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as failure:
        if "password" in str(failure).lower() or "security" in str(failure).lower():
            raise ConversionFailed(FailureCode.ENCRYPTED, "The file is protected by a password.") from failure
        raise ConversionFailed(FailureCode.CORRUPT, "The file is damaged and cannot be read.") from failure
    if not len(document):
        raise ConversionFailed(FailureCode.EMPTY, "The file has no pages.")
    return document


def _lines(document: pypdfium2.PdfDocument, number: int) -> list[Line]:
    try:
        page = document[number]
        text_page = page.get_textpage()
    except pypdfium2.PdfiumError:
        return []
    text = text_page.get_text_range()
    lines: list[tuple[list[str], float]] = []
    position = 0
    for line in text.splitlines(keepends=True):
        size = float(raw.FPDFText_GetFontSize(text_page, position))
        lines.append((list(_cells(text_page, line, position)), round(size, 1)))
        position += len(line)
    text_page.close()
    page.close()
    return [line for line in _rows(lines) if line.text]


def _cells(page: pypdfium2.PdfTextPage, line: str, position: int) -> Iterator[str]:
    """Yield the parts of a line that stand apart; `position` is that of its first character on the page."""
    begin = 0
    for place in range(1, len(line) - 1):
        if line[place] == " " and _is_gap(page, position + place) and not BULLET.fullmatch(line[: place + 1]):
            yield line[begin:place]
            begin = place + 1
    yield line[begin:]


def _is_gap(page: pypdfium2.PdfTextPage, space: int) -> bool:
    # Where characters and positions do not agree, there is no telling.
    if raw.FPDFText_GetUnicode(page, space) != ord(" "):
        return False
    before, after = _box(page, space - 1), _box(page, space + 1)
    height = float(before.top - before.bottom)
    return height > 0 and float(after.left - before.right) > CELL_GAP * height


def _box(page: pypdfium2.PdfTextPage, position: int) -> raw.FS_RECTF:
    """Return where a character stands, as high as its font and not only as its ink, all zero where there is none."""
    box = raw.FS_RECTF()
    raw.FPDFText_GetLooseCharBox(page, position, box)
    return box


def _rows(lines: list[tuple[list[str], float]]) -> Iterator[Line]:
    """Yield the lines of a page; parts that stand apart are cells where a line beside has such parts too."""
    for place, (cells, size) in enumerate(lines):
        beside = [len(near) for near, _ in (*lines[max(0, place - 1) : place], *lines[place + 1 : place + 2])]
        separator = CELLS if len(cells) > 1 and max(beside, default=0) > 1 else " "
        words = (clean_text(WORD_BREAK.sub("", cell)) for cell in cells)
        yield Line(separator.join(filter(None, words)), size)


def _without_text(document: pypdfium2.PdfDocument) -> ConversionFailed:
    for number in range(min(len(document), PAGES_LOOKED_AT_FOR_PICTURES)):
        try:
            has_picture = any(document[number].get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE]))
        except pypdfium2.PdfiumError:
            continue
        if has_picture:
            detail = "The pages are pictures without a text layer: run OCR on the file first."
            return ConversionFailed(FailureCode.NO_TEXT, detail)
    return ConversionFailed(FailureCode.EMPTY, "The pages are empty.")


def _write(pages: list[list[Line]], title: str, source: Source) -> Extracted:
    levels = _heading_levels(pages)
    draft = Draft()
    for number, lines in enumerate(pages, start=1):
        draft.page(number)
        _write_page(draft, lines, levels)
        if draft.characters > source.limits.text_characters:
            raise ConversionFailed(FailureCode.TOO_LARGE, "The file holds more text than may be read.")
    empty = sum(not lines for lines in pages)
    if empty:
        draft.warnings.append(f"{empty} of {len(pages)} pages hold no text; scanned pages are not read.")
    return draft.finish(title)


def _heading_levels(pages: list[list[Line]]) -> dict[float, int]:
    weights = Counter[float]()
    for lines in pages:
        for line in lines:
            weights[line.size] += len(line.text)
    if not weights:
        return {}
    body = weights.most_common(1)[0][0]
    total = weights.total()
    sizes = sorted(
        (size for size in weights if size >= HEADING_RATIO * body and weights[size] < 0.2 * total),
        reverse=True,
    )
    return {size: min(rank, MAX_HEADING_LEVELS) for rank, size in enumerate(sizes, start=1)}


def _write_page(draft: Draft, lines: list[Line], levels: dict[float, int]) -> None:
    body: list[str] = []
    heading: list[str] = []
    level = 0
    for line in lines:
        found = levels.get(line.size, 0) if _may_head(line.text) else 0
        if heading and found != level:
            draft.heading(" ".join(heading), level)
            heading = []
        if found:
            _flush(draft, body)
            body = []
            heading.append(line.text)
            level = found
        else:
            body.append(line.text)
    if heading:
        draft.heading(" ".join(heading), level)
    _flush(draft, body)


def _may_head(text: str) -> bool:
    return len(text) <= MAX_HEADING_CHARACTERS and sum(letter.isalpha() for letter in text) >= 0.4 * len(text)


def _flush(draft: Draft, body: list[str]) -> None:
    if body:
        draft.block(join_lines(body))
