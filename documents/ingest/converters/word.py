"""Read Word files: headings by their style, lists, tables row by row, text boxes, headers and footnotes."""

import io
import re
import zipfile
from collections.abc import Iterator

import docx
from docx.document import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph
from lxml import etree

from documents.ingest.archives import check_archive
from documents.ingest.clean import CELLS
from documents.ingest.draft import Draft
from documents.ingest.types import ConversionFailed, Extracted, FailureCode, Source

HEADING_STYLE = re.compile(r"(?:heading|überschrift|titre|título|titolo|kop|rubrik)\s*(\d)", re.IGNORECASE)
LIST_STYLE = re.compile(r"^(?:list|aufzählung|liste)", re.IGNORECASE)
# Deleted text of tracked changes, and the second copy of a shape for old programs.
NOT_SHOWN = {
    qn("w:del"),
    qn("w:moveFrom"),
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
}
OWN_TEXT = {
    qn("w:t"): None,
    qn("w:tab"): "\t",
    qn("w:br"): "\n",
    qn("w:cr"): "\n",
    qn("w:noBreakHyphen"): "-",
}
TEXT_BOX = qn("w:txbxContent")


def convert_docx(source: Source) -> Extracted:
    """Read a Word file."""
    check_archive(source.content, source.limits)
    document = _open(source.content)
    draft = Draft()
    for section in document.sections[:1]:
        _write_edge(draft, section.header.paragraphs)
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            draft.block(_table(block))
        else:
            _write_paragraph(draft, block)
    for section in document.sections[:1]:
        _write_edge(draft, section.footer.paragraphs)
    return draft.finish(document.core_properties.title or "")


def _open(content: bytes) -> Document:
    try:
        return docx.Document(io.BytesIO(content))
    except (PackageNotFoundError, KeyError, ValueError, etree.XMLSyntaxError, zipfile.BadZipFile) as failure:
        raise ConversionFailed(FailureCode.CORRUPT, "The file is damaged and cannot be read.") from failure


def _write_edge(draft: Draft, paragraphs: list[Paragraph]) -> None:
    for paragraph in paragraphs:
        draft.block("".join(_texts(paragraph._p)))


def _write_paragraph(draft: Draft, paragraph: Paragraph) -> None:
    text = "".join(_texts(paragraph._p))
    style = (paragraph.style.name or "") if paragraph.style is not None else ""
    level = _heading_level(style)
    if level is not None:
        draft.heading(text, level)
    elif _is_item(paragraph, style):
        draft.block(f"- {text}" if text.strip() else "", separator="\n")
    else:
        draft.block(text)
    for box in paragraph._p.iter(TEXT_BOX):
        if not any(ancestor.tag in NOT_SHOWN for ancestor in box.iterancestors()):
            draft.block("\n".join("".join(_texts(inner)) for inner in box.iter(qn("w:p"))))


def _heading_level(style: str) -> int | None:
    if style == "Title":
        return 0
    match = HEADING_STYLE.match(style)
    return int(match[1]) if match else None


def _is_item(paragraph: Paragraph, style: str) -> bool:
    properties = paragraph._p.pPr
    return bool(LIST_STYLE.match(style)) or (properties is not None and properties.numPr is not None)


def _table(table: Table) -> str:
    return "\n".join(CELLS.join(_cells(row)) for row in table._tbl.tr_lst)


def _cells(row: etree._Element) -> Iterator[str]:
    for cell in row.iterchildren(qn("w:tc")):
        pieces = ("".join(_texts(paragraph)) for paragraph in cell.iter(qn("w:p")))
        yield " ".join(" ".join(pieces).split())


def _texts(element: etree._Element) -> Iterator[str]:
    for child in element:
        if child.tag in NOT_SHOWN or child.tag == TEXT_BOX:
            continue
        if child.tag in OWN_TEXT:
            yield OWN_TEXT[child.tag] or child.text or ""
        else:
            yield from _texts(child)
