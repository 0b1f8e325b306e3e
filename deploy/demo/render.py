"""Render the demo handbook's DOCX and PDF files from their Markdown sources.

`python deploy/demo/render.py` writes what is out of date, `--check` only names it.
A source `sources/acme/pay-bands.pdf.md` becomes `acme/pay-bands.pdf`; `rendered.json` keeps both hashes.
"""

import argparse
import hashlib
import html
import io
import json
import re
import sys
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import assert_never

from docx import Document
from docx.document import Document as DocxDocument
from docx.enum.text import WD_BREAK
from docx.text.paragraph import Paragraph as DocxParagraph
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle, getSampleStyleSheet
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
    TableStyle,
)

HERE = Path(__file__).resolve().parent
SOURCES = HERE / "sources"
LEDGER = HERE / "rendered.json"
EPOCH = datetime(2026, 1, 1, tzinfo=UTC)
PAGE_BREAK = "<!-- page -->"


@dataclass(frozen=True)
class Heading:
    """Name a section; level 1 is the document's title."""

    level: int
    text: str


@dataclass(frozen=True)
class Prose:
    """Hold one paragraph."""

    text: str


@dataclass(frozen=True)
class Listed:
    """Hold one list entry with its mark, a bullet or a number."""

    mark: str
    text: str


@dataclass(frozen=True)
class Grid:
    """Hold a table whose first row is its header."""

    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Break:
    """Begin a new page."""


Block = Heading | Prose | Listed | Grid | Break


def blocks(markdown: str) -> Iterator[Block]:
    """Yield the blocks of the small Markdown subset that the sources use."""
    for part in re.split(r"\n\s*\n", markdown.strip()):
        lines = part.strip().splitlines()
        if lines[0].startswith("|"):
            yield Grid(tuple(_cells(line) for line in lines if not re.fullmatch(r"[|\s-]+", line)))
        elif re.match(r"(-|\d+\.) ", lines[0]):
            yield from (_listed(line) for line in lines)
        else:
            yield _single(lines)


def _cells(line: str) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in line.strip().strip("|").split("|"))


def _listed(line: str) -> Listed:
    mark, text = line.split(" ", 1)
    return Listed("•" if mark == "-" else mark, text)


def _single(lines: list[str]) -> Block:
    if lines == [PAGE_BREAK]:
        return Break()
    if heading := re.fullmatch(r"(#+) (.+)", lines[0]):
        return Heading(len(heading[1]), heading[2])
    return Prose(" ".join(lines))


def docx_bytes(content: tuple[Block, ...]) -> bytes:
    """Return a Word file with real heading styles, lists and tables."""
    document = Document()
    core = document.core_properties
    core.title, core.author, core.revision = _title(content), "", 1
    core.created = core.modified = EPOCH
    for block in content:
        _add_to_docx(document, block)
    packed = io.BytesIO()
    document.save(packed)
    return _with_fixed_times(packed)


def _add_to_docx(document: DocxDocument, block: Block) -> None:
    match block:
        case Heading(level, text):
            document.add_heading(text, level=level - 1)
        case Prose(text):
            _add_runs(document.add_paragraph(), text)
        case Listed(mark, text):
            style = "List Bullet" if mark == "•" else "List Number"
            _add_runs(document.add_paragraph(style=style), text)
        case Grid(rows):
            _add_table(document, rows)
        case Break():
            document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        case _:
            assert_never(block)


def _add_runs(paragraph: DocxParagraph, text: str) -> None:
    for index, piece in enumerate(text.split("**")):
        if piece:
            paragraph.add_run(piece).bold = index % 2 == 1


def _add_table(document: DocxDocument, rows: tuple[tuple[str, ...], ...]) -> None:
    table = document.add_table(rows=0, cols=len(rows[0]), style="Light Grid Accent 1")
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    document.add_paragraph()


def _with_fixed_times(packed: io.BytesIO) -> bytes:
    """Pack the archive again, since the writer stamps each entry with the present time."""
    result = io.BytesIO()
    with zipfile.ZipFile(packed) as old, zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name != "docProps/thumbnail.jpeg":
                entry = zipfile.ZipInfo(name, date_time=EPOCH.timetuple()[:6])
                new.writestr(entry, _without_thumbnail(name, old.read(name)), zipfile.ZIP_DEFLATED)
    return result.getvalue()


def _without_thumbnail(name: str, content: bytes) -> bytes:
    if name != "_rels/.rels":
        return content
    return re.sub(rb"<Relationship [^>]*thumbnail[^>]*/>", b"", content)


def pdf_bytes(content: tuple[Block, ...]) -> bytes:
    """Return an A4 file with the title in the header and page numbers in the footer."""
    packed = io.BytesIO()
    title = _title(content)
    template = BaseDocTemplate(packed, pagesize=A4, title=title, author="", invariant=1)
    frame = Frame(25 * mm, 22 * mm, A4[0] - 50 * mm, A4[1] - 47 * mm, leftPadding=0, rightPadding=0)

    def furnish(canvas: Canvas, _: BaseDocTemplate) -> None:
        canvas.setFont("Helvetica", 8)
        canvas.drawString(25 * mm, A4[1] - 16 * mm, title)
        canvas.drawRightString(A4[0] - 25 * mm, 14 * mm, f"Page {canvas.getPageNumber()}")

    template.addPageTemplates([PageTemplate(frames=[frame], onPage=furnish)])
    template.build([flowable for block in content for flowable in _flowables(block)])
    return packed.getvalue()


def _flowables(block: Block) -> tuple[Flowable, ...]:
    styles = getSampleStyleSheet()
    body = ParagraphStyle("body", parent=styles["BodyText"], fontSize=10.5, leading=15, spaceAfter=6)
    match block:
        case Heading(level, text):
            return (Paragraph(_marked_up(text), styles[f"Heading{level}"]),)
        case Prose(text):
            return (Paragraph(_marked_up(text), body),)
        case Listed(mark, text):
            style = ParagraphStyle("item", parent=body, leftIndent=14)
            return (Paragraph(_marked_up(text), style, bulletText=mark),)
        case Grid(rows):
            return (_pdf_table(rows, body), Spacer(1, 10))
        case Break():
            return (PageBreak(),)
        case _:
            assert_never(block)


def _marked_up(text: str) -> str:
    return re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", html.escape(text))


def _pdf_table(rows: tuple[tuple[str, ...], ...], body: ParagraphStyle) -> Table:
    cells = [[Paragraph(_marked_up(text), body) for text in row] for row in rows]
    width = (A4[0] - 50 * mm) / len(rows[0])
    table = Table(cells, colWidths=[width] * len(rows[0]), repeatRows=1)
    grid = ("GRID", (0, 0), (-1, -1), 0.5, colors.grey)
    top = ("VALIGN", (0, 0), (-1, -1), "TOP")
    table.setStyle(TableStyle([grid, top, ("BACKGROUND", (0, 0), (-1, 0), colors.whitesmoke)]))
    return table


def _title(content: tuple[Block, ...]) -> str:
    match content[0]:
        case Heading(1, text):
            return text
        case _:
            raise ValueError("a source begins with its title")


WRITERS: dict[str, Callable[[tuple[Block, ...]], bytes]] = {".docx": docx_bytes, ".pdf": pdf_bytes}


def rendered_bytes(source: Path) -> bytes:
    """Return the file that a source stands for; the same source gives the same bytes."""
    return WRITERS[target_of(source).suffix](tuple(blocks(source.read_text(encoding="utf-8"))))


def target_of(source: Path) -> Path:
    """Return where the rendering of a source belongs."""
    return HERE / source.relative_to(SOURCES).with_suffix("")


def sources() -> tuple[Path, ...]:
    """Return every source, in a fixed order."""
    return tuple(sorted(SOURCES.glob("*/*.md")))


def sha256(path: Path) -> str:
    """Return the hash of a file, or nothing for a file that does not exist."""
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else ""


def entry(source: Path) -> dict[str, str]:
    """Return what the ledger should hold for a source and its rendering."""
    return {"source": sha256(source), "rendered": sha256(target_of(source))}


def ledger() -> dict[str, dict[str, str]]:
    """Return the hashes recorded at the last rendering, by path of the rendered file."""
    recorded: dict[str, dict[str, str]] = json.loads(LEDGER.read_text()) if LEDGER.exists() else {}
    return recorded


def key_of(source: Path) -> str:
    """Return the name of a rendering in the ledger."""
    return target_of(source).relative_to(HERE).as_posix()


def outdated() -> tuple[Path, ...]:
    """Return the sources whose rendering is missing or belongs to an earlier text."""
    recorded = ledger()
    return tuple(
        source
        for source in sources()
        if recorded.get(key_of(source)) != entry(source) or not target_of(source).exists()
    )


def render(stale: tuple[Path, ...]) -> None:
    """Write the given renderings and record all hashes."""
    for source in stale:
        target_of(source).parent.mkdir(exist_ok=True)
        target_of(source).write_bytes(rendered_bytes(source))
    recorded = {key_of(source): entry(source) for source in sources()}
    LEDGER.write_text(json.dumps(recorded, indent=1, sort_keys=True) + "\n")


def main(arguments: list[str]) -> int:
    """Render or check, and say what was out of date."""
    parser = argparse.ArgumentParser(description="Render the demo handbook.")
    parser.add_argument("--check", action="store_true", help="only name what is out of date")
    options = parser.parse_args(arguments)
    stale = outdated()
    for source in stale:
        sys.stdout.write(f"{key_of(source)}\n")
    if options.check:
        return 1 if stale else 0
    render(stale)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
