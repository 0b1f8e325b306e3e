"""Know the styles of a Word file."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from docx.oxml.ns import qn
from lxml import etree

from documents.ingest.whole import whole_number

HEADING = re.compile(r"(?:heading|überschrift|titre|título|titolo|kop|rubrik)\s*(\d)", re.IGNORECASE)
LIST = re.compile(r"^(?:list|aufzählung|liste)", re.IGNORECASE)
CODE = re.compile(r"^(?:code|source ?code|html preformatted|macro|plain ?text|preformatted)", re.IGNORECASE)
CONTENTS = re.compile(r"^(?:toc|table of figures|verzeichnis)\s*\d*$", re.IGNORECASE)
MOST_ANCESTORS = 20
BODY_LEVEL = 9
LIST_LEVELS, OUTLINE_LEVELS = range(9), range(BODY_LEVEL + 1)


@dataclass(frozen=True, kw_only=True)
class Style:
    """Carry what a paragraph takes from its style and the styles that it is based on."""

    name: str = ""
    heading_level: int | None = None
    numbering: tuple[str, int] | None = None

    @property
    def is_list(self) -> bool:
        """Say whether the style is one for lists."""
        return bool(LIST.match(self.name))

    @property
    def is_code(self) -> bool:
        """Say whether white space has a meaning in it."""
        return bool(CODE.match(self.name))

    @property
    def is_contents(self) -> bool:
        """Say whether it is one for tables of contents."""
        return bool(CONTENTS.match(self.name))


class Styles:
    """Look styles up by their id."""

    def __init__(self, root: etree._Element) -> None:
        """Take the root of the styles part."""
        self._elements = {style.get(qn("w:styleId")): style for style in root.iter(qn("w:style"))}
        self._default = next(
            (key for key, style in self._elements.items() if style.get(qn("w:default")) == "1"), None
        )
        self._known: dict[str | None, Style] = {}

    def of(self, paragraph: etree._Element) -> Style:
        """Return the style of a paragraph, with what stands at the paragraph itself."""
        properties = paragraph.find(qn("w:pPr"))
        named = value_of(properties, "w:pStyle") if properties is not None else None
        style = self._by_id(named or self._default)
        if properties is None:
            return style
        level, numbering = _outline(properties), _numbering(properties)
        if level is None and numbering is None:
            return style
        return Style(
            name=style.name,
            heading_level=style.heading_level if level is None else level,
            numbering=style.numbering if numbering is None else numbering,
        )

    def _by_id(self, key: str | None) -> Style:
        if key not in self._known:
            self._known[key] = self._made(key)
        return self._known[key]

    def _made(self, key: str | None) -> Style:
        chain = list(self._chain(key))
        names = [value_of(style, "w:name") or "" for style in chain]
        if names and names[0] == "Title":
            return Style(name="Title", heading_level=0)
        named = next((int(match[1]) for match in map(HEADING.match, names) if match), None)
        properties = [style.find(qn("w:pPr")) for style in chain]
        found = [one for one in properties if one is not None]
        level = next((one for one in map(_outline, found) if one is not None), None)
        numbering = next((one for one in map(_numbering, found) if one is not None), None)
        return Style(
            name=names[0] if names else "",
            heading_level=named if named is not None else level,
            numbering=numbering,
        )

    def _chain(self, key: str | None) -> Iterator[etree._Element]:
        for _ in range(MOST_ANCESTORS):
            style = self._elements.get(key)
            if style is None:
                return
            yield style
            key = value_of(style, "w:basedOn")


def _outline(properties: etree._Element) -> int | None:
    value = value_of(properties, "w:outlineLvl")
    level = whole_number(value, BODY_LEVEL, among=OUTLINE_LEVELS) if value is not None else BODY_LEVEL
    return level + 1 if level < BODY_LEVEL else None


def _numbering(properties: etree._Element) -> tuple[str, int] | None:
    found = properties.find(qn("w:numPr"))
    if found is None:
        return None
    return value_of(found, "w:numId") or "", whole_number(value_of(found, "w:ilvl"), 0, among=LIST_LEVELS)


def value_of(element: etree._Element, tag: str) -> str | None:
    """Return what a child of this tag says; None where there is none."""
    child = element.find(qn(tag))
    value = child.get(qn("w:val")) if child is not None else None
    return str(value) if value is not None else None
