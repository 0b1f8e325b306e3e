"""Read AsciiDoc: sections, lists, tables and source blocks; nothing is included, and no attribute is run.

No well-kept parser in Python was found: the ones there are change the text into other formats by running programs.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from documents.ingest.clean import CELLS, clean_line
from documents.ingest.converters.grids import head_rows
from documents.ingest.draft import Draft
from documents.ingest.properties import moment
from documents.ingest.sniff import decode
from documents.ingest.types import Extracted, Source

SECTION = re.compile(r"(={1,6}|#{1,6})[ \t]+(\S.*)")
ATTRIBUTE = re.compile(r":(!?[\w-]+!?):[ \t]*(.*)")
BLOCK_ATTRIBUTES = re.compile(r"\[[^\]]*\]\s*")
BLOCK_TITLE = re.compile(r"\.(?![. ])(\S.*)")
ITEM = re.compile(r"[ \t]*(\*{1,5}|-|\.{1,5}|\d{1,4}\.)[ \t]+(\S.*)")
TERM = re.compile(r"[ \t]*(\S.*?)(?::{2,4}|;;)(?:[ \t]+(.*)|$)")
MACRO = re.compile(r"(include|image|video|audio|toc|ifdef|ifndef|ifeval|endif)::([^\[\s]*)\[([^\]]*)\]\s*")
VERBATIM = re.compile(r"(-{4,}|\.{4,}|\+{4,}|`{3,}\w*|/{4,})\s*")
TABLE_EDGE = re.compile(r"[|,;!]={3,}\s*")
FRAME = re.compile(r"(={4,}|\*{4,}|_{4,}|--)\s*")
CELL = re.compile(r"(?:^|(?<=\s))(?:\d+(?:\.\d+)?[*+]|\.\d+\+)?[<^>]?(?:\.[<^>])?[aehlmsv]?(?<!\\)\|")
COLUMNS = re.compile(r"""cols=["']?([^"'\]]+)""")
REPEATED = re.compile(r"(\d+)\*")
LINK = re.compile(
    r"(?:link:|xref:|mailto:)?(?:(https?://[^\s\[\]]{1,500})|(?<=:)[^\s\[\]]{1,500})\[([^\]]*)\]"
)
REFERENCE = re.compile(r"<<[^<,>\n]{1,200}(?:,\s*([^<>\n]{1,300}))?>>")
INLINE_MACRO = re.compile(
    r"\b(?:footnote|kbd|btn|menu|pass|stem|image|icon|xref|link):[^\s\[\]]*\[([^\]\n]*)\]"
)
MARKS = re.compile(r"(?<![\w\\])([*_`#+]{1,2})(?=\S)([^\n]{0,300}?\S)\1(?!\w)")
ANCHOR = re.compile(r"\[\[[^\]\n]*+\]\]")
REFERRED = re.compile(r"\{([\w-]+)\}")
# Longer paragraphs were written by no person, and marks in them are not looked for.
MOST_MARKED = 20_000
MOST_SETTINGS = 2_000
NOT_INCLUDED = "The text includes another file, “{}”, which was not read: upload it by itself."


@dataclass
class _Reader:
    lines: list[str]
    draft: Draft = field(default_factory=Draft)
    place: int = 0
    attributes: dict[str, str] = field(default_factory=dict)
    # What the line in brackets above a block says of it.
    settings: str = ""

    def taken(self) -> str:
        self.place += 1
        return self.lines[self.place - 1]

    def until(self, edge: str) -> list[str]:
        """Take the lines up to the one that closes a block, and that one."""
        start = self.place
        while self.place < len(self.lines) and self.lines[self.place].rstrip() != edge:
            self.place += 1
        self.place += 1
        return self.lines[start : self.place - 1]


def convert_asciidoc(source: Source) -> Extracted:
    """Read a text with its sections, lists, tables and source blocks."""
    reader = _Reader(decode(source.content).replace("\r\n", "\n").replace("\x00", "").split("\n"))
    _write_header(reader)
    while reader.place < len(reader.lines):
        _write_next(reader)
    facts = reader.attributes
    return reader.draft.finish(
        facts.get("doctitle", ""),
        {
            "author": facts.get("author", ""),
            "date": moment(facts.get("revdate")),
            "subject": facts.get("description", ""),
        },
    )


def _write_header(reader: _Reader) -> None:
    """Write the title; the line below it names the author, the next one the date."""
    while reader.place < len(reader.lines) and (
        not reader.lines[reader.place].strip() or reader.lines[reader.place].startswith("//")
    ):
        reader.place += 1
    title = SECTION.fullmatch(reader.lines[reader.place]) if reader.place < len(reader.lines) else None
    if title is None or len(title[1]) > 1:
        return
    reader.place += 1
    reader.attributes["doctitle"] = title[2]
    reader.draft.heading(_inline(title[2], reader), 0)
    plain = []
    while reader.place < len(reader.lines) and reader.lines[reader.place].strip():
        line = reader.taken()
        if not _is_attribute(reader, line):
            plain.append(line)
    if plain:
        reader.attributes.setdefault("author", re.sub(r"\s*<[^>]*>", "", plain[0]).strip())
    found = re.search(r"\d{4}-\d{2}-\d{2}", plain[1]) if len(plain) > 1 else None
    if found:
        reader.attributes.setdefault("revdate", found[0])


def _is_attribute(reader: _Reader, line: str) -> bool:
    found = ATTRIBUTE.fullmatch(line)
    if found:
        reader.attributes[found[1]] = found[2].strip()[:MOST_SETTINGS]
    return found is not None


def _write_next(reader: _Reader) -> None:
    line = reader.lines[reader.place]
    if not line.strip() or line.strip() == "+" or FRAME.fullmatch(line):
        reader.place += 1
    elif VERBATIM.fullmatch(line):
        _write_verbatim(reader)
    elif TABLE_EDGE.fullmatch(line):
        _write_table(reader)
    elif _is_said_apart(reader, line):
        reader.place += 1
    elif section := SECTION.fullmatch(line):
        reader.place += 1
        reader.draft.heading(_inline(section[2], reader), len(section[1]) - 1)
    elif ITEM.fullmatch(line) or TERM.fullmatch(line):
        _write_list(reader)
    else:
        _write_paragraph(reader)


def _is_said_apart(reader: _Reader, line: str) -> bool:
    """Take a line that is no text of its own: comments, attributes, titles and macros of blocks."""
    if line.startswith("//") or _is_attribute(reader, line):
        return True
    if BLOCK_ATTRIBUTES.fullmatch(line):
        reader.settings = (reader.settings + line)[:MOST_SETTINGS]
        return True
    if title := BLOCK_TITLE.fullmatch(line):
        reader.draft.block(_inline(title[1], reader))
        return True
    macro = MACRO.fullmatch(line)
    if macro and macro[1] == "include":
        reader.draft.warnings.append(NOT_INCLUDED.format(clean_line(macro[2])[:200]))
    return macro is not None


def _write_verbatim(reader: _Reader) -> None:
    edge = reader.taken().rstrip()
    lines = reader.until("```" if edge.startswith("```") else edge)
    if not edge.startswith("////"):
        reader.draft.code("\n".join(lines))
    reader.settings = ""


def _write_list(reader: _Reader) -> None:
    items: list[str] = []
    counts: dict[str, int] = {}
    while reader.place < len(reader.lines):
        line = reader.lines[reader.place]
        item, term = ITEM.fullmatch(line), TERM.fullmatch(line)
        if item:
            items.append(_item(item[1], _inline(item[2], reader), counts))
        elif term:
            items.append(f"- {_inline(term[1], reader)}: {_inline(term[2] or '', reader)}".rstrip())
        elif not line.strip() or line.strip() == "+" or VERBATIM.fullmatch(line) or _opens_block(line):
            if not _goes_on(reader):
                break
        else:
            items[-1] += f" {_inline(line.strip(), reader)}"
        reader.place += 1
    reader.draft.items("\n".join(items))


def _opens_block(line: str) -> bool:
    patterns = (SECTION, TABLE_EDGE, FRAME, BLOCK_ATTRIBUTES, MACRO)
    return line.startswith("//") or any(pattern.fullmatch(line) for pattern in patterns)


def _goes_on(reader: _Reader) -> bool:
    """Say whether an item follows an empty line."""
    following = reader.lines[reader.place + 1] if reader.place + 1 < len(reader.lines) else ""
    return not reader.lines[reader.place].strip() and bool(
        ITEM.fullmatch(following) or TERM.fullmatch(following)
    )


def _item(mark: str, text: str, counts: dict[str, int]) -> str:
    if mark[0] not in ".0123456789":
        return f"{'  ' * (len(mark) - 1)}- {text}"
    for deeper in [key for key in counts if len(key) > len(mark)]:
        del counts[deeper]
    counts[mark] = counts.get(mark, 0) + 1
    number = mark.rstrip(".") or counts[mark]
    return f"{'  ' * (len(mark) - 1) if mark[0] == '.' else ''}{number}. {text}"


def _write_paragraph(reader: _Reader) -> None:
    lines: list[str] = []
    while reader.place < len(reader.lines):
        line = reader.lines[reader.place]
        if not line.strip() or (lines and (_opens_block(line) or VERBATIM.fullmatch(line))):
            break
        lines.append(reader.taken())
    if (
        "source" in reader.settings
        or "listing" in reader.settings
        or all(line.startswith(" ") for line in lines)
    ):
        reader.draft.code("\n".join(lines))
    else:
        reader.draft.block(_inline(" ".join(line.removesuffix(" +") for line in lines), reader))
    reader.settings = ""


def _write_table(reader: _Reader) -> None:
    edge = reader.taken().rstrip()
    lines = reader.until(edge)
    settings, reader.settings = reader.settings, ""
    rows = list(_rows([line for line in lines if not line.startswith("//")], settings, reader))
    first = next((place for place, line in enumerate(lines) if line.strip()), 0)
    has_gap = first == 0 and len(lines) > 1 and not lines[1].strip()
    is_marked = "header" in settings or has_gap
    heads = 1 if is_marked and len(rows) > 1 else head_rows(rows)
    reader.draft.table([CELLS.join(row) for row in rows], heads=heads)


def _rows(lines: Sequence[str], settings: str, reader: _Reader) -> Iterator[list[str]]:
    named = COLUMNS.search(settings)
    width = (
        _width(named[1]) if named else next((len(CELL.findall(line)) for line in lines if line.strip()), 1)
    )
    cells = [_inline(clean_line(cell), reader) for cell in CELL.split("\n".join(lines))[1:]]
    for start in range(0, len(cells), max(1, width)):
        yield cells[start : start + max(1, width)]


def _width(columns: str) -> int:
    repeated = REPEATED.match(columns.strip())
    return min(200, int(repeated[1])) if repeated else columns.count(",") + 1


def _inline(text: str, reader: _Reader) -> str:
    if len(text) > MOST_MARKED:
        return text
    text = REFERRED.sub(lambda match: reader.attributes.get(match[1], match[0]), text)
    text = REFERENCE.sub(lambda match: match[1] or "", ANCHOR.sub("", text))
    text = INLINE_MACRO.sub(r"\1", text)
    text = LINK.sub(lambda match: match[2].rstrip("^") or match[1] or "", text)
    return MARKS.sub(r"\2", MARKS.sub(r"\2", text)).replace("\\|", "|")
