"""Read the runs of a Word file: what a reader sees, with changes accepted."""

from collections.abc import Iterator

from docx.oxml.ns import qn
from lxml import etree

MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
TEXT_BOX = qn("w:txbxContent")
# Deleted text of tracked changes, the second copy of a shape for old programs, and the reading of characters.
NOT_SHOWN = {qn("w:del"), qn("w:moveFrom"), qn("w:rt"), FALLBACK}
OWN_TEXT = {
    qn("w:t"): None,
    MATH: None,
    qn("w:tab"): "\t",
    qn("w:ptab"): "\t",
    qn("w:br"): "\n",
    qn("w:cr"): "\n",
    qn("w:noBreakHyphen"): "-",
}
NOTES = {
    qn("w:footnoteReference"): "Footnote",
    qn("w:endnoteReference"): "Endnote",
    qn("w:commentReference"): "Comment",
}
HIDDEN = ".//w:r[w:rPr/w:vanish[not(@w:val='0' or @w:val='false')]]/w:t"
TINY = ".//w:r[w:rPr/w:sz[@w:val <= 4]]/w:t"


def text_of(element: etree._Element) -> str:
    """Return the text of a paragraph or a cell, without that of the text boxes in it."""
    return "".join(_texts(element))


def boxes_of(paragraph: etree._Element) -> Iterator[etree._Element]:
    """Yield the text boxes of a paragraph, each once."""
    for box in paragraph.iter(TEXT_BOX):
        if not any(ancestor.tag in NOT_SHOWN for ancestor in box.iterancestors()):
            yield box


def notes_of(paragraph: etree._Element) -> Iterator[tuple[str, str]]:
    """Yield the kind and the id of each footnote, endnote and comment that a paragraph refers to."""
    for reference in paragraph.iter(*NOTES):
        yield NOTES[reference.tag], reference.get(qn("w:id")) or ""


def unseen(body: etree._Element) -> bool:
    """Say whether text is there that people do not see: hidden, or two points high."""
    return any((found.text or "").strip() for path in (HIDDEN, TINY) for found in body.xpath(path))


def _texts(element: etree._Element) -> Iterator[str]:
    for child in element:
        if child.tag in NOT_SHOWN or child.tag == TEXT_BOX:
            continue
        if child.tag in OWN_TEXT:
            yield OWN_TEXT[child.tag] or child.text or ""
        else:
            yield from _texts(child)
