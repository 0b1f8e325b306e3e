"""Number the items of lists in OpenDocument texts (ISO/IEC 26300, 16.30 and 5.3)."""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from documents.ingest.converters.word_numbering import MOST_ROMAN, letters, roman
from documents.ingest.whole import whole_number


@dataclass(frozen=True, kw_only=True)
class Level:
    """Keep how the items of one level are counted; without a format they have bullets."""

    format: str = ""
    before: str = ""
    after: str = ""
    first: int = 1


class ListNumbers:
    """Know the list styles of a text, and count its items."""

    def __init__(self, *roots: etree._Element | None) -> None:
        """Take the parts that define styles, the more important last."""
        self._levels: dict[str, dict[int, Level]] = {}
        self._counts: dict[tuple[str, int], int] = {}
        for root in roots:
            for style in root.iter("{*}list-style") if root is not None else ():
                levels = style.iterchildren("{*}list-level-style-number", "{*}list-level-style-bullet")
                self._levels[_said(style, "name")] = dict(map(_level, levels))

    def begin(self, list_: etree._Element, style: str, depth: int) -> None:
        """Count a list from its first number, unless it goes on where the last of its style ended."""
        goes_on = _said(list_, "continue-numbering") == "true" or _said(list_, "continue-list")
        if not goes_on or (style, depth) not in self._counts:
            self._counts[style, depth] = self._level(style, depth).first - 1

    def mark(self, item: etree._Element, style: str, depth: int) -> str:
        """Return what stands before the next item: its number, or a dash."""
        level = self._level(style, depth)
        if not level.format:
            return "-"
        named = _said(item, "start-value")
        count = whole_number(named, self._counts.get((style, depth), 0) + 1)
        self._counts[style, depth] = count
        return f"{level.before}{_counted(count, level.format)}{level.after or '.'}".strip()

    def _level(self, style: str, depth: int) -> Level:
        return self._levels.get(style, {}).get(depth + 1, Level())


def _level(element: etree._Element) -> tuple[int, Level]:
    number, first = _said(element, "level"), _said(element, "start-value")
    return whole_number(number), Level(
        format=_said(element, "num-format") if element.tag.endswith("number") else "",
        before=_said(element, "num-prefix"),
        after=_said(element, "num-suffix"),
        first=whole_number(first),
    )


def _said(element: etree._Element, name: str) -> str:
    return next(_named(element, name), "")


def _named(element: etree._Element, name: str) -> Iterator[str]:
    return (value for key, value in element.attrib.items() if str(key).endswith(f"}}{name}"))


def _counted(count: int, format_: str) -> str:
    if format_ in {"a", "A"} and count > 0:
        return letters(count) if format_ == "a" else letters(count).upper()
    if format_ in {"i", "I"} and 0 < count < MOST_ROMAN:
        return roman(count) if format_ == "i" else roman(count).upper()
    return str(count)
