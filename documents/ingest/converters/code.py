"""Read source code: each class and function a section, its lines as they stand."""

import re
from collections.abc import Iterator

from documents.ingest.draft import Draft
from documents.ingest.sniff import decode
from documents.ingest.types import Extracted, Source

MODIFIERS = (
    "export|default|public|private|protected|internal|static|final|abstract|async|unsafe|extern|virtual|override|"
    r"sealed|partial|open|data|inline|declare|pub(?:\([^)\n]*\))?"
)
TYPES = (
    "class|interface|enum|struct|trait|impl|object|module|namespace|record|protocol|extension|message|service"
)
FUNCTIONS = "def|func|fn|fun|function|sub|defmodule|defp"
# What most languages open a definition with, on a line of its own.
DEFINITION = re.compile(
    rf"^(?P<indent>[ \t]*+)(?:(?:{MODIFIERS})[ \t]++)*+(?:(?P<type>{TYPES})|(?P<function>{FUNCTIONS}))[ \t]++"
    r"(?:\([^)\n]*\)[ \t]*)?(?P<name>[^\W\d]\w*(?:(?:\.|::)\w+)*)",
    re.MULTILINE,
)
TABLE = re.compile(
    r"^(?P<indent>)CREATE\s+(?:OR\s+REPLACE\s+)?(?P<type>TABLE|VIEW|FUNCTION|PROCEDURE|INDEX)\s+"
    r"(?:IF\s+NOT\s+EXISTS\s+)?(?P<name>[\w.\"]+)",
    re.MULTILINE | re.IGNORECASE,
)
# Comments and decorators before a definition belong to it.
LEADING = re.compile(r"[ \t]*(?://|#|\*|/\*|--|@|\"\"\"|\[)")
MEMBER_INDENT = 4
MOST_SECTIONS = 5_000


def convert_code(source: Source) -> Extracted:
    """Read a program or a file of settings; what stands before the first definition is a section without a name."""
    text = decode(source.content).replace("\r\n", "\n").replace("\x00", "")
    draft = Draft()
    start = 0
    for place, name, level in [*_definitions(text), (len(text), "", 0)]:
        draft.code(text[start:place])
        draft.heading(name, level)
        start = place
    return draft.finish(source.filename)


def _definitions(text: str) -> Iterator[tuple[int, str, int]]:
    """Yield where definitions begin, their names, and 1 for those of the file, 2 for those of a class."""
    holder = ""
    pattern = TABLE if TABLE.search(text) else DEFINITION
    for _, found in zip(range(MOST_SECTIONS), pattern.finditer(text), strict=False):
        indent = len(found["indent"].expandtabs(4))
        kind = found.groupdict().get("type") or found.groupdict().get("function") or ""
        if indent == 0:
            holder = found["name"] if found["type"] else ""
            yield _with_comments(text, found.start()), f"{kind.lower()} {found['name']}", 1
        elif indent <= MEMBER_INDENT and holder:
            yield _with_comments(text, found.start()), f"{holder}.{found['name']}", 2


def _with_comments(text: str, place: int) -> int:
    while place:
        start = text.rfind("\n", 0, place - 1) + 1
        if not LEADING.match(text, start, place) or start >= place:
            return place
        place = start
    return place
