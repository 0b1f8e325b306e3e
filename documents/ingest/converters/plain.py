"""Read plain text, tables in text, JSON and XML, in any encoding."""

import csv
import io
import json
from collections.abc import Iterator

from lxml import etree

from documents.ingest.archives import PROLOG_BYTES, check_prolog
from documents.ingest.clean import CELLS
from documents.ingest.draft import Draft
from documents.ingest.sniff import decode
from documents.ingest.types import ConversionFailed, Extracted, FailureCode, Source

MAX_CELL_CHARACTERS = 10_000_000


def convert_text(source: Source) -> Extracted:
    """Read plain text as it stands."""
    draft = Draft()
    draft.block(decode(source.content))
    return draft.finish()


def convert_csv(source: Source) -> Extracted:
    """Read a table: a line for each row, cells parted by bars."""
    text = decode(source.content)
    csv.field_size_limit(MAX_CELL_CHARACTERS)
    try:
        dialect: type[csv.Dialect] = csv.Sniffer().sniff(text[:20_000], delimiters=",;\t|")
    except csv.Error:
        dialect = csv.excel
    draft = Draft()
    try:
        rows = csv.reader(io.StringIO(text.replace("\x00", "")), dialect)
        draft.block("\n".join(CELLS.join(cell.replace("\n", " ").strip() for cell in row) for row in rows))
    except csv.Error as failure:
        raise ConversionFailed(FailureCode.CORRUPT, f"The table cannot be read: {failure}.") from failure
    return draft.finish()


def convert_json(source: Source) -> Extracted:
    """Read JSON as lines of `path: value`; JSON lines and broken JSON as text."""
    text = decode(source.content)
    draft = Draft()
    try:
        draft.block("\n".join(_json_lines(json.loads(text), "")))
    except (ValueError, RecursionError):
        draft.block(text)
    return draft.finish()


def convert_xml(source: Source) -> Extracted:
    """Read the text of XML, an element's own text on a line; entities and external parts are refused."""
    check_prolog(source.content[:PROLOG_BYTES])
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, recover=True, huge_tree=False
    )
    try:
        root = etree.fromstring(source.content, parser)
    except (etree.XMLSyntaxError, ValueError) as failure:
        raise ConversionFailed(FailureCode.CORRUPT, "The XML cannot be read.") from failure
    draft = Draft()
    if root is not None:
        draft.block(
            "\n".join(" ".join(piece.split()) for piece in root.itertext(with_tail=True) if piece.strip())
        )
    return draft.finish()


def _json_lines(value: object, path: str) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _json_lines(inner, f"{path}.{key}" if path else str(key))
    elif isinstance(value, list):
        for inner in value:
            yield from _json_lines(inner, path)
    elif value is not None:
        yield f"{path}: {value}" if path else str(value)
