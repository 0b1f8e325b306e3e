"""Read Org files: headings without keywords and tags, lists, tables, blocks, footnotes; nothing is included or run."""

import re
from bisect import bisect_right
from collections.abc import Iterator

from documents.ingest.clean import CELLS, clean_line
from documents.ingest.converters.grids import head_rows
from documents.ingest.draft import Draft
from documents.ingest.properties import moment
from documents.ingest.sniff import decode
from documents.ingest.types import Extracted, Source

HEADING = re.compile(r"(\*{1,30})[ \t]+(\S.*)")
STATE = re.compile(r"(?:TODO|DONE|NEXT|WAITING|HOLD|CANCELLED|CANCELED)[ \t]+")
PRIORITY = re.compile(r"\[#[A-Z0-9]\][ \t]*")
TAGS = re.compile(r"[ \t]+:[\w@#%:]+:[ \t]*$")
KEYWORD = re.compile(r"[ \t]*#\+(\w+):[ \t]*(.*)")
BEGIN = re.compile(r"[ \t]*#\+begin_(\w+)", re.IGNORECASE)
END, DRAWER_END = re.compile(r"[ \t]*(?:#\+end_(\w+)|:end:)[ \t]*", re.IGNORECASE), ":end:"
DRAWER = re.compile(r"[ \t]*:([\w-]+):[ \t]*$")
PLANNING = re.compile(r"[ \t]*(?:(?:SCHEDULED|DEADLINE|CLOSED):[ \t]*[<\[][^>\]]*[>\]][ \t]*)+$")
ITEM = re.compile(r"([ \t]*)([-+]|\d{1,9}[.)]|[ \t]\*)[ \t]+(.*)")
BOX = re.compile(r"\[([ Xx-])\][ \t]+")
TABLE, RULE = re.compile(r"[ \t]*\|"), re.compile(r"[ \t]*\|[-+|]*$")
FOOTNOTE = re.compile(r"\[fn:([\w-]+)\][ \t]+(.*)")
LINK = re.compile(r"\[\[([^\]\[]{1,2000})\](?:\[([^\]\[]{1,2000})\])?\]")
NOTE_MARK = re.compile(r"[ \t]?\[fn:([\w-]*)(?::([^\]\[]{0,1000}))?\]")
# Marks stand outside of a word; what is between them begins and ends without a space.
MARKS = re.compile(r"(?<![\w*/_=~+])([*/_=~+])(?=\S)([^\n]{0,400}?\S)\1(?![\w*/_=~+])")
PLAIN_BLOCKS = {"quote", "verse", "center"}
UNSEEN_BLOCKS = {"comment", "export"}
MOST_NESTED, MOST_HEADING = 20, 2_000


def convert_org(source: Source) -> Extracted:
    """Read an Org file; what its keywords say of it are its properties."""
    writer = _Writer(decode(source.content).replace("\r\n", "\n").replace("\x00", "").split("\n"))
    writer.write()
    said = writer.said
    return writer.draft.finish(
        _shown(said.get("title", "")),
        {
            "author": said.get("author", ""),
            "date": moment(said.get("date", "").strip("<>[]").split(" ")[0]),
            "subject": said.get("subtitle", "") or said.get("description", ""),
        },
    )


class _Writer:
    """Go through the lines; a paragraph, a list or a table ends where something else begins."""

    def __init__(self, lines: list[str]) -> None:
        self.draft, self.said = Draft(), dict[str, str]()
        self._lines, self._place = lines, 0
        self._paragraph: list[str] = []
        self._notes: list[str] = []
        # Where blocks, drawers and sections end: a thousand that are not ended are not looked through for each.
        self._ends: dict[str, list[int]] = {}
        self._headings: list[int] = []
        self._index()

    def write(self) -> None:
        while self._place < len(self._lines):
            line = self._lines[self._place]
            if heading := HEADING.fullmatch(line):
                self._end()
                self.draft.heading(_heading(heading[2]), len(heading[1]))
                self._place += 1
            elif (begin := BEGIN.match(line)) and (end := self._end_of(begin[1].lower())):
                self._end()
                self._write_block(begin[1].lower(), end)
            elif not self._write_other(line):
                self._paragraph.append(line.strip())
                self._place += 1
        self._end()
        for note in self._notes:
            self.draft.block(note)

    def _write_other(self, line: str) -> bool:
        """Write what begins with this line; False where it belongs to a paragraph."""
        if TABLE.match(line):
            self._end()
            self._write_table()
        elif ITEM.fullmatch(line):
            self._end()
            self._write_list()
        elif re.match(r"[ \t]*: ", line):
            self._end()
            self.draft.code(
                "\n".join(re.sub(r"^[ \t]*: ?", "", one) for one in self._taken(r"[ \t]*:(?: |$)"))
            )
        elif note := FOOTNOTE.fullmatch(line):
            self._end()
            self._place += 1
            more = [one.strip() for one in self._taken(r"[ \t]+\S")]
            self._notes.append(f"Footnote {note[1]}: {_shown(' '.join([note[2], *more]))}")
        elif not self._skip(line):
            return False
        return True

    def _skip(self, line: str) -> bool:
        """Pass what is no text: keywords, comments, rules, drawers, plans; a blank line ends a paragraph."""
        self._place += 1
        if not line.strip() or re.fullmatch(r"[ \t]*-{5,}[ \t]*", line):
            self._end()
        elif keyword := KEYWORD.fullmatch(line):
            self._end()
            name = keyword[1].lower()
            self.said.setdefault(name, keyword[2].strip())
            if name == "caption":
                self.draft.block(_shown(keyword[2]))
        elif DRAWER.match(line):
            self._skip_drawer()
        elif not (re.match(r"[ \t]*#(?: |$)", line) or PLANNING.fullmatch(line)):
            self._place -= 1
            return False
        return True

    def _skip_drawer(self) -> None:
        self._place -= 1
        self._place = (self._end_of(DRAWER_END) or self._place) + 1

    def _taken(self, pattern: str) -> list[str]:
        start, matcher = self._place, re.compile(pattern)
        while self._place < len(self._lines) and matcher.match(self._lines[self._place]):
            self._place += 1
        return self._lines[start : self._place]

    def _end(self) -> None:
        if self._paragraph:
            self.draft.block(_shown(" ".join(self._paragraph)))
        self._paragraph = []

    def _index(self) -> None:
        for place, line in enumerate(self._lines):
            if HEADING.fullmatch(line):
                self._headings.append(place)
            elif found := END.fullmatch(line):
                self._ends.setdefault((found[1] or DRAWER_END).lower(), []).append(place)

    def _end_of(self, kind: str) -> int:
        """Return the line that ends the block or drawer that begins here; 0 where none does before the next heading."""
        ends = self._ends.get(kind, [])
        next_end, next_heading = bisect_right(ends, self._place), bisect_right(self._headings, self._place)
        end = ends[next_end] if next_end < len(ends) else 0
        heading = self._headings[next_heading] if next_heading < len(self._headings) else len(self._lines)
        return end if end < heading else 0

    def _write_block(self, kind: str, end: int) -> None:
        inner = self._lines[self._place + 1 : end]
        self._place = end + 1
        if kind in PLAIN_BLOCKS:
            for paragraph in "\n".join(inner).split("\n\n"):
                self.draft.block(_shown(" ".join(paragraph.split())))
        elif kind not in UNSEEN_BLOCKS:
            self.draft.code("\n".join(re.sub(r"^([ \t]*),(?=[*#,])", r"\1", line) for line in inner))

    def _write_table(self) -> None:
        lines = self._taken(r"[ \t]*\|")
        rules = [place for place, line in enumerate(lines) if RULE.match(line)]
        rows = [_cells(line) for line in lines if not RULE.match(line)]
        before = [place for place in rules if place > 0]
        heads = before[0] - sum(rule < before[0] for rule in rules) if before else 0
        if not 0 < heads < len(rows) or heads > 3:
            heads = head_rows(rows)
        self.draft.table([CELLS.join(row) for row in rows], heads=heads)

    def _write_list(self) -> None:
        self.draft.items("\n".join(self._items()))

    def _items(self) -> Iterator[str]:
        """Yield the items of a list with what goes on in them, which stands further inside."""
        indents: list[int] = []
        current = ""
        while self._place < len(self._lines):
            line = self._lines[self._place]
            found = ITEM.fullmatch(line)
            if found and not HEADING.fullmatch(line):
                if current:
                    yield current
                current = _item(found, indents)
            elif current and line.strip() and line[:1] in " \t" and not self._begins_other(line):
                current += " " + _shown(line.strip())
            else:
                break
            self._place += 1
        if current:
            yield current

    def _begins_other(self, line: str) -> bool:
        return bool(TABLE.match(line) or BEGIN.match(line) or re.match(r"[ \t]*: ", line))


def _item(found: re.Match[str], indents: list[int]) -> str:
    indent = len(found[1].expandtabs(8))
    while indents and indents[-1] > indent:
        indents.pop()
    if not indents or indents[-1] < indent:
        indents.append(indent)
    mark = found[2].strip()
    mark = mark if mark[0].isdigit() else "-"
    box = BOX.match(found[3])
    text = ("[x] " if box[1] in "Xx" else "[ ] ") + found[3][box.end() :] if box else found[3]
    return f"{'  ' * min(len(indents) - 1, MOST_NESTED)}{mark} {_shown(text.replace(' :: ', ': ', 1))}"


def _cells(line: str) -> list[str]:
    return [_shown(cell.strip()) for cell in line.strip().removeprefix("|").removesuffix("|").split("|")]


def _heading(text: str) -> str:
    text = PRIORITY.sub("", STATE.sub("", clean_line(text[:MOST_HEADING]), count=1), count=1)
    return _shown(TAGS.sub("", text).removeprefix("COMMENT "))


def _shown(text: str) -> str:
    """Return a line as it is shown: links by their words, without the marks of bold and code; footnotes in brackets."""
    text = LINK.sub(lambda link: link[2] or link[1].removeprefix("file:"), text)
    text = NOTE_MARK.sub(lambda note: f" ({note[2]})" if note[2] else f" [{note[1]}]", text)
    return clean_line(MARKS.sub(r"\2", MARKS.sub(r"\2", text)))
