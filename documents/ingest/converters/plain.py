"""Read plain text in any encoding: headings where they are sure, lists, paragraphs."""

import re
from collections.abc import Sequence
from textwrap import dedent

from documents.ingest.clean import BULLET
from documents.ingest.draft import Draft
from documents.ingest.sniff import decode
from documents.ingest.types import Extracted, Source

BLANK_LINES = re.compile(r"\n(?:[ \t]*\n)+")
UNDERLINE = re.compile(r"(=|-|~|\*|#)\1{2,}\s*")
NUMBERED = re.compile(r"(\d{1,2}(?:\.\d{1,2}){0,3})\.?[ \t]+[^\W\d_][^\n]{1,90}[^\s.,;:!?]")
LEVELS = "=-~*#"
# Texts of longer lines are no list of paragraphs: most likely data.
MOST_CHARACTERS = 2_000_000


def convert_text(source: Source) -> Extracted:
    """Read plain text as it stands."""
    text = decode(source.content).replace("\r\n", "\n").replace("\r", "\n")
    draft = Draft()
    if len(text) > MOST_CHARACTERS:
        draft.block(text)
        return draft.finish()
    paragraphs = [paragraph for paragraph in BLANK_LINES.split(text.replace("\x00", "")) if paragraph.strip()]
    numbered = _numbered(paragraphs)
    for paragraph in paragraphs:
        _write_paragraph(draft, paragraph.strip("\n"), numbered)
    return draft.finish()


def _numbered(paragraphs: Sequence[str]) -> frozenset[str]:
    """Return the lines that are numbered headings: they stand alone, and their numbers rise from 1."""
    found = [paragraph.strip() for paragraph in paragraphs if NUMBERED.fullmatch(paragraph.strip())]
    numbers = [[int(part) for part in _number(line).split(".")] for line in found]
    is_sure = (
        len(numbers) > 1 and numbers[0][0] == 1 and numbers == sorted(numbers) and numbers[0] != numbers[-1]
    )
    return frozenset(found) if is_sure else frozenset()


def _number(line: str) -> str:
    return line.split(maxsplit=1)[0].rstrip(".")


def _write_paragraph(draft: Draft, paragraph: str, numbered: frozenset[str]) -> None:
    lines = paragraph.split("\n")
    if paragraph.strip() in numbered:
        draft.heading(paragraph, _number(paragraph.strip()).count(".") + 1)
    elif len(lines) > 1 and _is_underlined(lines[0], lines[1]):
        draft.heading(lines[0], LEVELS.index(lines[1][0]) + 1)
        draft.block("\n".join(lines[2:]))
    elif len(lines) > 1 and all(BULLET.match(line.strip()) for line in lines):
        draft.items(dedent(paragraph))
    else:
        draft.block(paragraph)


def _is_underlined(line: str, following: str) -> bool:
    width = len(line.strip())
    return (
        bool(UNDERLINE.fullmatch(following)) and 2 < width < 100 and abs(len(following.strip()) - width) <= 2
    )
