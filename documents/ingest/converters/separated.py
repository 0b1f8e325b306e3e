"""Read tables in text: CSV, TSV and their kin, whatever parts their cells."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator

from documents.ingest.converters.grids import Row, Sheet, write_sheet
from documents.ingest.draft import Draft
from documents.ingest.sniff import decode
from documents.ingest.types import ConversionFailed, Extracted, FailureCode, Source

MAX_CELL_CHARACTERS = 10_000_000
DELIMITERS = (",", ";", "\t", "|")
SAMPLE_ROWS, SAMPLE_CHARACTERS = 100, 100_000
DOUBLED_END, FEW_LINES = re.compile(r"\r\r\n"), 6
# So many characters are read again to mend quotes that nobody closes.
MOST_READ_AGAIN = 40_000_000
# What Excel writes on the first line for itself.
HINT = re.compile(r"\A\ufeff?sep=(.)\r?\n", re.IGNORECASE)


def convert_csv(source: Source) -> Extracted:
    """Read a table: a line for each row, cells parted by bars, its first row as head where it names columns."""
    text = decode(source.content).replace("\x00", "")
    csv.field_size_limit(MAX_CELL_CHARACTERS)
    hint = HINT.match(text)
    delimiter = hint[1] if hint else _delimiter(text[:SAMPLE_CHARACTERS])
    draft = Draft()
    try:
        write_sheet(
            draft, Sheet(name="", rows=_rows(text[hint.end() if hint else 0 :], delimiter)), source.limits
        )
    except csv.Error as failure:
        raise ConversionFailed(FailureCode.CORRUPT, f"The table cannot be read: {failure}.") from failure
    return draft.finish(source.filename)


def _rows(text: str, delimiter: str) -> Iterator[Row]:
    for number, cells in enumerate(_records(_lines(text), delimiter), start=1):
        yield number, {column: cell for column, cell in enumerate(cells, start=1) if cell.strip()}


def _lines(text: str) -> list[str]:
    """Return the lines of a table; where each second one is empty, line ends were written twice."""
    lines = list(io.StringIO(DOUBLED_END.sub("\n", text), newline=""))
    is_doubled = len(lines) >= FEW_LINES and not any(line.strip() for line in lines[1:SAMPLE_ROWS:2])
    return [line for line in lines if line.strip()] if is_doubled else lines


def _records(lines: list[str], delimiter: str) -> Iterator[list[str]]:
    """Yield the cells of rows; a quote that nobody closes is a sign of its line, and takes no other."""
    start, spare = 0, MOST_READ_AGAIN
    while start < len(lines):
        rest = (lines[place] for place in range(start, len(lines)))
        reader, before = csv.reader(rest, delimiter=delimiter), 0
        for cells in reader:
            record = lines[start + before : start + reader.line_num]
            spare -= sum(map(len, record)) if len(record) > 1 else 0
            if len(record) > 1 and spare > 0 and _is_open(record, delimiter):
                break
            yield cells
            before = reader.line_num
        else:
            return
        start += before + 1
        yield from csv.reader([lines[start - 1]], delimiter=delimiter, quoting=csv.QUOTE_NONE)


def _is_open(lines: list[str], delimiter: str) -> bool:
    try:
        return len(list(csv.reader(lines, delimiter=delimiter, strict=True))) == 0
    except csv.Error:
        return True


def _delimiter(sample: str) -> str:
    """Return what parts the rows of a sample into the same number of cells, the most often."""
    return max(DELIMITERS, key=lambda delimiter: _evenness(sample, delimiter))


def _evenness(sample: str, delimiter: str) -> tuple[float, int]:
    reader = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)
    widths: Counter[int] = Counter()
    try:
        for _, cells in zip(range(SAMPLE_ROWS), reader, strict=False):
            widths[len(cells)] += bool(cells)
    except csv.Error:
        return 0.0, 0
    width, rows = max(
        widths.items(), key=lambda item: (item[1] if item[0] > 1 else 0, item[0]), default=(1, 0)
    )
    return (rows / max(1, widths.total()) if width > 1 else 0.0), width
