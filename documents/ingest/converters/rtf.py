"""Read RTF files: headings by style and outline, lists, tables, notes, comments, text boxes, headers and footers."""

import copy
from dataclasses import dataclass, field

from documents.ingest.clean import clean_line
from documents.ingest.converters.paragraphs import Part, plain_mark, write_parts, written_mark
from documents.ingest.converters.rtf_rows import Rows
from documents.ingest.converters.rtf_sheets import Fonts, Styles
from documents.ingest.converters.rtf_words import CODE_PAGES, NOWHERE, PLACES, SIGNS, Token, code_page, tokens
from documents.ingest.draft import Draft
from documents.ingest.properties import author
from documents.ingest.types import ConversionFailed, Extracted, FailureCode, Source

MOST_OPEN = 2_000
HIDDEN_TEXT = "The file holds hidden text; it was read with the rest."
NOTES = {"note": "Footnote", "comment": "Comment"}
SAID = {"title", "author", "subject"}

LAYOUT = {
    "s": "style", "outlinelevel": "level", "ilvl": "list_depth", "li": "indent", "lin": "indent", "ls": "in_list",
    "intbl": "in_table",
}  # fmt: skip


@dataclass(slots=True)
class State:
    """Keep what a group inherits: where its text goes, its font, and whether it is seen."""

    place: str = "body"
    font: int = 0
    skipped_after_code: int = 1
    is_deleted: bool = False
    is_hidden: bool = False


@dataclass(slots=True)
class Layout:
    """Keep how paragraphs are laid out until \\pard."""

    style: int = 0
    level: int | None = None
    list_depth: int = 0
    indent: int = 0
    in_list: bool = False
    in_table: bool = False


@dataclass(slots=True)
class Open:
    """Collect what is being written at one place: the text of a paragraph, its mark and its notes."""

    pieces: list[str] = field(default_factory=list)
    mark: str = ""
    notes: list[str] = field(default_factory=list)
    # How many of its characters are in a font for code, and in others.
    coded: int = 0
    plain: int = 0

    @property
    def text(self) -> str:
        """Return what was written, with the halves of characters that are written as two joined."""
        return "".join(self.pieces).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def convert_rtf(source: Source) -> Extracted:
    """Read an RTF file, tracked changes as accepted; nothing in it is run or fetched."""
    reader = _Reader()
    for token in tokens(source.content):
        reader.take(token)
    return reader.finished()


class _Reader:
    """Follow the groups of a file; what is open at each place is written when its paragraph ends."""

    def __init__(self) -> None:
        self._state, self._stack = State(), list[State]()
        self._bytes, self._left_out, self._is_starred = bytearray(), 0, False
        self._layout, self._rows = Layout(), Rows()
        self._fonts, self._styles = Fonts(), Styles()
        self._open: dict[str, Open] = {"body": Open()}
        self._parts: dict[str, list[Part]] = {"header": [], "body": [], "footer": []}
        self._said: dict[str, str] = {}
        self._created: dict[str, int] = {}
        self._commenter, self._has_hidden = "", False

    def take(self, token: Token) -> None:
        """Go on by one token."""
        if token.text:
            left_out = min(self._left_out, len(token.text))
            self._left_out -= left_out
            self._bytes += token.text[left_out:]
            return
        self._decode()
        # What stands for a character that old readers lack ends with its group, and before the next word.
        self._left_out = 0
        if token.brace == "{":
            if len(self._stack) >= MOST_OPEN:
                raise ConversionFailed(
                    FailureCode.CORRUPT, "The file is damaged: its groups are nested too deeply."
                )
            self._stack.append(copy.copy(self._state))
        elif token.brace:
            self._close()
        elif token.sign:
            self._sign(token.sign)
        else:
            self._word(token.word, token.number)

    def finished(self) -> Extracted:
        """Return what was read once all is taken."""
        self._decode()
        self._end_paragraph()
        self._parts["body"] += self._rows.taken()
        draft = Draft()
        for place in ("header", "body", "footer"):
            parts = self._parts[place]
            write_parts(draft, parts if place == "body" else dict.fromkeys(parts))
        if self._has_hidden:
            draft.warnings.append(HIDDEN_TEXT)
        year, month, day = (self._created.get(name, 0) for name in ("yr", "mo", "dy"))
        return draft.finish(
            self._said.get("title", ""),
            {
                "author": author(self._said.get("author")),
                "subject": self._said.get("subject", ""),
                "date": f"{year:04}-{month:02}-{day:02}" if year and month and day else "",
            },
        )

    def _sign(self, sign: str) -> None:
        match sign:
            case "*":
                self._is_starred = True
            case "~":
                self._write("\u00a0")
            case "_":
                self._write("-")
            case "\n" | "\r":
                self._end_paragraph()
            case "\\" | "{" | "}":
                self._write(sign)

    def _word(self, word: str, number: int | None) -> None:
        is_starred, self._is_starred = self._is_starred, False
        if word in PLACES and self._state.place != NOWHERE:
            self._enter(PLACES[word])
        elif is_starred and word != "shpinst":
            self._state.place = NOWHERE
        elif self._state.place in {"fonts", "styles"}:
            (self._fonts if self._state.place == "fonts" else self._styles).take(word, number)
        elif self._state.place == "created":
            self._created[word] = number or 0
        elif word == "u":
            self._write(chr((number or 0) % 0x10000))
            self._left_out = self._state.skipped_after_code
        elif word in SIGNS:
            self._write(SIGNS[word])
        elif not (self._of_state(word, number) or self._of_layout(word, number)):
            self._of_text(word)

    def _of_state(self, word: str, number: int | None) -> bool:
        state = self._state
        match word:
            case "f":
                state.font = number or 0
            case "deff":
                state.font = self._fonts.usual = number or 0
            case "plain":
                state.font, state.is_hidden, state.is_deleted = self._fonts.usual, False, False
            case "v" | "deleted":
                setattr(state, "is_hidden" if word == "v" else "is_deleted", number != 0)
            case "uc":
                state.skipped_after_code = min(max(number or 0, 0), 8)
            case "ansicpg" | "ansi" | "mac" | "pc" | "pca":
                self._fonts.codec = CODE_PAGES.get(word) or code_page(number)
            case _:
                return False
        return True

    def _of_layout(self, word: str, number: int | None) -> bool:
        match word:
            case "pard":
                self._layout = Layout()
            case "s" | "outlinelevel" | "ilvl" | "li" | "lin":
                setattr(self._layout, LAYOUT[word], number or 0)
            case "ls" | "intbl":
                setattr(self._layout, LAYOUT[word], True)
            case "trowd":
                self._rows.define()
            case "cellx":
                self._rows.define_cell()
            case "clmrg" | "clvmrg" | "trhdr":
                self._rows.mark(word)
            case _:
                return False
        return True

    def _of_text(self, word: str) -> None:
        if self._state.place not in self._parts:
            # Within a note, a box or a mark all runs on.
            if word in {"par", "sect", "page", "cell", "row"}:
                self._write(" ")
            return
        match word:
            case "par" | "sect" | "page":
                self._end_paragraph()
            case "cell" | "nestcell" | "nestrow":
                self._end_cell(word)
            case "row":
                self._rows.end_row()

    def _end_cell(self, word: str) -> None:
        written = self._taken()
        separator = {"nestcell": ", ", "nestrow": "; "}.get(word, " ")
        self._rows.add(_with_mark(written), written.notes, separator)
        if word == "cell":
            self._rows.end_cell()

    def _end_paragraph(self) -> None:
        place = self._state.place if self._state.place in self._parts else "body"
        written = self._taken(place)
        if place == "body" and self._layout.in_table:
            self._rows.add(_with_mark(written), written.notes)
            return
        if place == "body":
            self._parts[place] += self._rows.taken()
        self._parts[place].append(self._part(written))

    def _part(self, written: Open) -> Part:
        text, mark, layout = written.text, written.mark, self._layout
        style = self._styles.found(layout.style)
        if not mark:
            mark, text = written_mark(text)
        level = style.level if layout.level is None else (layout.level + 1 if layout.level < 9 else None)
        if level is not None and mark not in {"", "-"}:
            text = f"{mark} {text}"
        return Part(
            text=text,
            level=level,
            mark=mark,
            depth=layout.list_depth if layout.in_list else layout.indent,
            is_code=style.is_code or written.coded > written.plain,
            notes=tuple(written.notes),
        )

    def _taken(self, place: str = "") -> Open:
        place = place or self._state.place
        written = self._open.get(place) or Open()
        self._open[place] = Open()
        return written

    def _enter(self, place: str) -> None:
        self._state.place = place
        if place != NOWHERE:
            self._open[place] = Open()
            self._state.is_hidden = False

    def _close(self) -> None:
        closed = self._state
        self._state = self._stack.pop() if self._stack else State()
        if closed.place not in {self._state.place, NOWHERE}:
            self._end_place(closed.place)

    def _end_place(self, place: str) -> None:
        outer = self._open.setdefault(self._state.place, Open())
        text = clean_line(self._open[place].text) if place in self._open else ""
        if place in NOTES and text:
            who = f"{self._commenter}: " if place == "comment" and self._commenter else ""
            outer.notes.append(f"{NOTES[place]}: {who}{text}")
        elif place == "box" and text:
            outer.notes.append(text)
        elif place == "mark":
            outer.mark = plain_mark(text)
        elif place == "commenter":
            self._commenter = text
        elif place in SAID:
            self._said[place] = text
        elif place in self._parts:
            self._parts[place].append(Part(text=text))

    def _decode(self) -> None:
        if self._bytes:
            place = self._state.place
            codec = self._fonts.codec if place == "fonts" else self._fonts.codec_of(self._state.font)
            text = self._bytes.decode(codec, "replace")
            self._bytes.clear()
            self._write(text)

    def _write(self, text: str) -> None:
        state = self._state
        self._left_out = 0
        if state.place in {"fonts", "styles"}:
            (self._fonts if state.place == "fonts" else self._styles).name(text)
        elif state.place != NOWHERE and not state.is_deleted:
            self._has_hidden |= state.is_hidden and bool(text.strip())
            written = self._open.setdefault(state.place, Open())
            written.pieces.append(text)
            if self._fonts.is_code(state.font):
                written.coded += len(text)
            else:
                written.plain += len(text)


def _with_mark(written: Open) -> str:
    return f"{written.mark} {written.text}" if written.mark else written.text
