"""Know the styles and the numbering of a Word file."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from docx.oxml.ns import qn
from lxml import etree

from documents.ingest.whole import whole_number

HEADING = re.compile(r"(?:heading|überschrift|titre|título|titolo|kop|rubrik)\s*(\d)", re.IGNORECASE)
LIST = re.compile(r"^(?:list|aufzählung|liste)", re.IGNORECASE)
CODE = re.compile(r"^(?:code|source ?code|html preformatted|macro|plain ?text|preformatted)", re.IGNORECASE)
CONTENTS = re.compile(r"^(?:toc|table of figures|verzeichnis)\s*\d*$", re.IGNORECASE)
MOST_ANCESTORS, MOST_ROMAN = 20, 4_000
BODY_LEVEL = 9
LIST_LEVELS, OUTLINE_LEVELS = range(9), range(BODY_LEVEL + 1)
# Counted further than this, letters are no marks but pages full of them.
MOST_LETTERED = 1_000
PLACEHOLDER = re.compile(r"%(\d)")
ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
         (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip


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
        named = _value(properties, "w:pStyle") if properties is not None else None
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
        names = [_value(style, "w:name") or "" for style in chain]
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
            key = _value(style, "w:basedOn")


@dataclass(frozen=True, kw_only=True)
class _Level:
    format: str
    text: str
    first: int


class Numbering:
    """Count the items of lists as Word does, in the order in which they are asked for."""

    def __init__(self, root: etree._Element | None) -> None:
        """Take the root of the numbering part, where there is one."""
        self._levels: Mapping[str, list[_Level]] = dict(_lists(root)) if root is not None else {}
        self._counts: dict[str, list[int]] = {}

    def mark(self, number: str, depth: int) -> str:
        """Return what stands before the next item of a list: its number, or a dash."""
        levels = self._levels.get(number, [])
        if depth >= len(levels):
            return "-"
        counts = self._counts.setdefault(number, [])
        while len(counts) <= depth:
            counts.append(levels[len(counts)].first - (1 if len(counts) == depth else 0))
        del counts[depth + 1 :]
        counts[depth] += 1
        level = levels[depth]
        if level.format in {"bullet", "none"}:
            return "-"
        return (
            PLACEHOLDER.sub(lambda match: _counted(levels, counts, int(match[1]) - 1), level.text).strip()
            or "-"
        )


def _counted(levels: list[_Level], counts: list[int], depth: int) -> str:
    if not 0 <= depth < len(counts):
        return ""
    count, format_ = counts[depth], levels[depth].format
    if format_.endswith("Letter") and count > 0:
        return letters(count) if format_ == "lowerLetter" else letters(count).upper()
    if format_.endswith("Roman") and 0 < count < MOST_ROMAN:
        return roman(count) if format_ == "lowerRoman" else roman(count).upper()
    return str(count)


def letters(count: int) -> str:
    """Return a number as word processors count with letters, as far as they go: a, z, aa, bb."""
    if count > MOST_LETTERED:
        return str(count)
    return chr(97 + (count - 1) % 26) * ((count - 1) // 26 + 1)


def roman(count: int) -> str:
    """Return a Roman number in small letters."""
    signs = ""
    for value, sign in ROMAN:
        signs += sign * (count // value)
        count %= value
    return signs


def _lists(root: etree._Element) -> Iterator[tuple[str, list[_Level]]]:
    abstract = {
        one.get(qn("w:abstractNumId")): [_level(level) for level in one.iterchildren(qn("w:lvl"))]
        for one in root.iterchildren(qn("w:abstractNum"))
    }
    for one in root.iterchildren(qn("w:num")):
        yield one.get(qn("w:numId")) or "", abstract.get(_value(one, "w:abstractNumId"), [])


def _level(level: etree._Element) -> _Level:
    return _Level(
        format=_value(level, "w:numFmt") or "decimal",
        text=_value(level, "w:lvlText") or "",
        first=whole_number(_value(level, "w:start"), 1),
    )


def _outline(properties: etree._Element) -> int | None:
    value = _value(properties, "w:outlineLvl")
    level = whole_number(value, BODY_LEVEL, among=OUTLINE_LEVELS) if value is not None else BODY_LEVEL
    return level + 1 if level < BODY_LEVEL else None


def _numbering(properties: etree._Element) -> tuple[str, int] | None:
    found = properties.find(qn("w:numPr"))
    if found is None:
        return None
    return _value(found, "w:numId") or "", whole_number(_value(found, "w:ilvl"), 0, among=LIST_LEVELS)


def _value(element: etree._Element, tag: str) -> str | None:
    child = element.find(qn(tag))
    value = child.get(qn("w:val")) if child is not None else None
    return str(value) if value is not None else None
