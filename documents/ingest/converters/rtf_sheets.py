"""Keep the fonts and styles that an RTF file declares before its text."""

import re
from dataclasses import dataclass

from documents.ingest.converters.rtf_words import CHARSETS, code_page

NAMED_HEADING = re.compile(r"\s*heading ([1-9])\b", re.IGNORECASE)
CODE_STYLE = re.compile(
    r"\s*(?:source ?code|code|html preformatted|preformatted|plain ?text|verbatim)", re.IGNORECASE
)
CODE_FONT = re.compile(r"courier|mono|consolas|menlo|typewriter", re.IGNORECASE)
MOST_BASES = 10


class Fonts:
    """Know how the bytes of a font are read, and whether it is one for code."""

    def __init__(self) -> None:
        """Begin with Latin."""
        self.codec, self.usual = "cp1252", 0
        self._number, self._codec, self._name = 0, "", ""
        self._found: dict[int, tuple[str, bool]] = {}

    def take(self, word: str, number: int | None) -> None:
        """Take a word of the font table."""
        if word == "f":
            self._number, self._codec, self._name = number or 0, "", ""
        elif word == "fcharset" and number:
            self._codec = CHARSETS.get(number, "")
        elif word == "cpg":
            self._codec = self._codec or code_page(number)

    def name(self, text: str) -> None:
        """Take a piece of a name, which a semicolon ends."""
        self._name += text
        if ";" in text:
            self._found[self._number] = (self._codec, bool(CODE_FONT.search(self._name[:200])))
            self._name = ""

    def codec_of(self, font: int) -> str:
        """Return how bytes in a font are decoded."""
        return self._found.get(font, ("", False))[0] or self.codec

    def is_code(self, font: int) -> bool:
        """Say whether a font is one for code."""
        return self._found.get(font, ("", False))[1]


@dataclass(slots=True)
class Style:
    """Keep what a style says of its paragraphs; 0 is the level of a title."""

    name: str = ""
    level: int | None = None
    based_on: int | None = None

    @property
    def is_code(self) -> bool:
        """Say whether it is one for code."""
        return bool(CODE_STYLE.match(self.name))


class Styles:
    """Know the styles of a file by their numbers."""

    def __init__(self) -> None:
        """Begin with none."""
        self._number, self._style = 0, Style()
        self._found: dict[int, Style] = {}

    def take(self, word: str, number: int | None) -> None:
        """Take a word of the style sheet."""
        match word:
            case "s" | "cs" | "ds" | "ts":
                # Those of letters, sections and tables are numbered with the others.
                self._number = number or 0
            case "outlinelevel" if number is not None and number < 9:
                self._style.level = number + 1
            case "sbasedon":
                self._style.based_on = number

    def name(self, text: str) -> None:
        """Take a piece of a name, which a semicolon ends."""
        self._style.name = (self._style.name + text)[:200]
        if ";" not in text:
            return
        if heading := NAMED_HEADING.match(self._style.name):
            self._style.level = int(heading[1])
        elif self._style.name.strip(" ;").casefold() == "title":
            self._style.level = 0
        self._found[self._number] = self._style
        self._number, self._style = 0, Style()

    def found(self, number: int) -> Style:
        """Return a style, with the level of what it is based on."""
        style = self._found.get(number, Style())
        level, base = style.level, style.based_on
        for _ in range(MOST_BASES):
            if level is not None or base is None or base not in self._found:
                break
            level, base = self._found[base].level, self._found[base].based_on
        return Style(style.name, level)
