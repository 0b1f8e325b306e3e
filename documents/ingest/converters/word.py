"""Read Word files: headings, lists, tables, code, notes, comments, text boxes, headers and footers."""

import io
import zipfile
from collections.abc import Iterator
from itertools import chain

from docx.document import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.opc.part import PartFactory
from docx.oxml.ns import qn
from docx.package import Package
from docx.parts.document import DocumentPart
from lxml import etree

from documents.ingest.archives import check_archive
from documents.ingest.clean import CELLS, clean_line
from documents.ingest.converters.copies import Copies
from documents.ingest.converters.grids import head_rows
from documents.ingest.converters.ooxml import core_properties
from documents.ingest.converters.word_numbering import Numbering
from documents.ingest.converters.word_styles import Style, Styles
from documents.ingest.converters.word_text import FALLBACK, NOT_SHOWN, boxes_of, notes_of, text_of, unseen
from documents.ingest.draft import Draft
from documents.ingest.types import ConversionFailed, Extracted, FailureCode, Source
from documents.ingest.whole import whole_number

UNREADABLE = (PackageNotFoundError, KeyError, ValueError, AttributeError, etree.LxmlError, zipfile.BadZipFile)
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NOTE_PARTS = {"Footnote": "footnotes", "Endnote": "endnotes", "Comment": "comments"}
XML = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
KINDS = (
    f"{WORD}.document.main+xml",
    f"{WORD}.template.main+xml",
    "application/vnd.ms-word.document.macroEnabled.main+xml",
    "application/vnd.ms-word.template.macroEnabledTemplate.main+xml",
)
MOST_NESTED = 30
# A cell that claims to be as wide as this is damaged.
MOST_SPANNED = 100
HIDDEN_TEXT = "The file holds hidden or unreadably small text; it was read with the rest."
OTHER_FILE = "A file that is placed into this one as a whole was not read: upload it by itself."


def convert_docx(source: Source) -> Extracted:
    """Read a Word file, tracked changes as accepted."""
    check_archive(source.content, source.limits)
    try:
        document = _opened(source.content)
        draft = _Writer(document).written()
    except UNREADABLE as failure:
        raise ConversionFailed(FailureCode.CORRUPT, "The file is damaged and cannot be read.") from failure
    return draft.finish(*core_properties(source.content))


def _opened(content: bytes) -> Document:
    """Open a document, a template, or either of them with macros, which the library knows by the first alone."""
    for kind in KINDS:
        PartFactory.part_type_for.setdefault(kind, DocumentPart)
    part = Package.open(io.BytesIO(content)).main_document_part
    if not isinstance(part, DocumentPart):
        raise KeyError("The main part is no document.")
    document: Document = part.document
    return document


class _Writer:
    """Write a document down; consecutive items are one list, and consecutive lines of code one block."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._draft = Draft()
        self._styles = Styles(document.part._styles_part.element)
        self._numbering = Numbering(_part(document, "numbering"))
        self._notes = {kind: dict(_notes(_part(document, name))) for kind, name in NOTE_PARTS.items()}
        self._items: list[str] = []
        self._code: list[str] = []
        self._waiting: list[str] = []

    def written(self) -> Draft:
        body = self._document.element.body
        self._write_edges("header")
        self._write_blocks(body)
        self._write_edges("footer")
        if unseen(body):
            self._draft.warnings.append(HIDDEN_TEXT)
        if next(body.iter(qn("w:altChunk")), None) is not None:
            self._draft.warnings.append(OTHER_FILE)
        return self._draft

    def _write_edges(self, edge: str) -> None:
        """Write each header or footer that differs from the others, once."""
        kinds = (edge, f"first_page_{edge}", f"even_page_{edge}")
        parts = (getattr(section, kind) for section in self._document.sections for kind in kinds)
        texts = (
            "\n".join(filter(None, (clean_line(text_of(one)) for one in part._element.iter(qn("w:p")))))
            for part in parts
            if not part.is_linked_to_previous
        )
        for text in dict.fromkeys(texts):
            self._draft.block(text)

    def _write_blocks(self, parent: etree._Element, depth: int = 0) -> None:
        for block in _blocks(parent):
            if block.tag == qn("w:p"):
                self._write_paragraph(block)
            elif depth < MOST_NESTED:
                self._flush()
                self._write_table(block, depth)
        self._flush()

    def _write_paragraph(self, paragraph: etree._Element) -> None:
        style, text = self._styles.of(paragraph), text_of(paragraph)
        if style.is_contents:
            return
        mark = self._mark(style) if text.strip() else ""
        if style.is_code and not mark:
            self._flush_items()
            self._code.append(text)
        elif mark and style.heading_level is None:
            self._flush_code()
            depth = style.numbering[1] if style.numbering else 0
            self._items.append(f"{'  ' * depth}{mark} {clean_line(text)}")
        elif text.strip():
            self._flush()
            self._write_text(style, f"{mark} {text}" if mark not in {"", "-"} else text)
        self._waiting += self._noted(paragraph)
        for box in boxes_of(paragraph):
            self._flush()
            self._draft.block("\n".join(text_of(inner) for inner in box.iter(qn("w:p"))))
        if not (self._items or self._code):
            self._flush()

    def _mark(self, style: Style) -> str:
        if style.numbering is None:
            return "-" if style.is_list and style.heading_level is None else ""
        number, depth = style.numbering
        return self._numbering.mark(number, depth) if number not in {"", "0"} else ""

    def _write_text(self, style: Style, text: str) -> None:
        if style.heading_level is None:
            self._draft.block(text)
        else:
            self._draft.heading(text, style.heading_level)

    def _noted(self, paragraph: etree._Element) -> Iterator[str]:
        for kind, key in notes_of(paragraph):
            note = self._notes[kind].get(key, "")
            if note:
                yield f"{kind}: {note}"

    def _flush(self) -> None:
        self._flush_items()
        self._flush_code()
        for note in self._waiting:
            self._draft.block(note)
        self._waiting = []

    def _flush_items(self) -> None:
        if self._items:
            self._draft.items("\n".join(self._items))
        self._items = []

    def _flush_code(self) -> None:
        if self._code:
            self._draft.code("\n".join(self._code))
        self._code = []

    def _write_table(self, table: etree._Element, depth: int) -> None:
        rows = list(_rows(table))
        cells = [cell for row in rows for cell in row.iterchildren(qn("w:tc"))]
        if len(cells) == 1:
            # A frame around text.
            self._write_blocks(cells[0], depth + 1)
            return
        texts = list(_texts(rows))
        marked = sum(row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None for row in rows)
        heads = marked if 0 < marked < len(rows) else head_rows(texts)
        self._draft.table([CELLS.join(row) for row in texts], heads=heads)
        for paragraph in chain.from_iterable(cell.iter(qn("w:p")) for cell in cells):
            self._waiting += self._noted(paragraph)
        self._flush()


def _blocks(parent: etree._Element) -> Iterator[etree._Element]:
    """Yield the paragraphs and tables of a body or cell, also those in content controls and tracked insertions."""
    for child in parent:
        if child.tag in {qn("w:p"), qn("w:tbl")}:
            yield child
        elif child.tag not in NOT_SHOWN and child.tag != FALLBACK:
            yield from _blocks(child)


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    for child in table:
        if child.tag == qn("w:tr"):
            if child.find(f"{qn('w:trPr')}/{qn('w:del')}") is None:
                yield child
        elif child.tag not in NOT_SHOWN and child.tag != qn("w:tblGrid"):
            yield from _rows(child)


def _texts(rows: list[etree._Element]) -> Iterator[list[str]]:
    """Yield the texts of rows, that of a merged cell at each place that it covers."""
    above, copies = list[str](), Copies()
    for row in rows:
        texts: list[str] = []
        for cell in row.iter(qn("w:tc")):
            if next(cell.iterancestors(qn("w:tr"))) is not row:
                continue
            text = _cell(cell)
            properties = cell.find(qn("w:tcPr"))
            merged = properties.find(qn("w:vMerge")) if properties is not None else None
            if merged is not None and merged.get(qn("w:val")) != "restart" and len(texts) < len(above):
                text = above[len(texts)] if copies.are_allowed(above[len(texts)], 2) else ""
            width = _span(properties)
            texts += [text] * (width if copies.are_allowed(text, width) else 1)
        yield texts
        above = texts


def _cell(cell: etree._Element) -> str:
    return clean_line(" ".join(text_of(paragraph) for paragraph in cell.iter(qn("w:p"))))


def _span(properties: etree._Element | None) -> int:
    found = properties.find(qn("w:gridSpan")) if properties is not None else None
    value = found.get(qn("w:val"), "1") if found is not None else "1"
    return min(MOST_SPANNED, max(1, whole_number(value)))


def _part(document: Document, name: str) -> etree._Element | None:
    try:
        part = document.part.part_related_by(f"{RELATIONS}/{name}")
    except KeyError:
        return None
    return etree.fromstring(part.blob, XML)


def _notes(root: etree._Element | None) -> Iterator[tuple[str, str]]:
    for note in root if root is not None else ():
        text = clean_line(" ".join(text_of(paragraph) for paragraph in note.iter(qn("w:p"))))
        who = note.get(qn("w:author"), "")
        yield note.get(qn("w:id")) or "", f"{who}: {text}" if who and text else text
