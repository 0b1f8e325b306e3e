"""Read OpenDocument files (ISO/IEC 26300): texts, presentations and spreadsheets."""

from collections.abc import Iterator

from lxml import etree

from documents.ingest.clean import CELLS, clean_line
from documents.ingest.converters.copies import Copies
from documents.ingest.converters.grids import Merged, Row, Sheet, head_rows, write_table
from documents.ingest.converters.odf_charts import with_charts
from documents.ingest.converters.odf_lists import ListNumbers
from documents.ingest.converters.packages import Package
from documents.ingest.converters.xlsx import write_page
from documents.ingest.draft import Draft
from documents.ingest.properties import author, moment
from documents.ingest.types import ConversionFailed, Extracted, FailureCode, Source
from documents.ingest.whole import whole_number

SPACES = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "presentation": "urn:oasis:names:tc:opendocument:xmlns:presentation:1.0",
    "meta": "urn:oasis:names:tc:opendocument:xmlns:meta:1.0",
    "dc": "http://purl.org/dc/elements/1.1/",
}
# A cell or row that claims to repeat more often is the empty rest of a sheet.
HEADING_LEVELS = range(1, 11)
MOST_REPEATED, MOST_COLUMNS, MOST_NESTED, MOST_SPANNED = 1_000, 16_384, 30, 50


def _tag(name: str) -> str:
    prefix, local = name.split(":")
    return f"{{{SPACES[prefix]}}}{local}"


PARAGRAPH, HEADING, LIST, TABLE, FRAME = map(
    _tag, ("text:p", "text:h", "text:list", "table:table", "draw:frame")
)
ROW, CELL, COVERED = map(_tag, ("table:table-row", "table:table-cell", "table:covered-table-cell"))
HEAD_ROWS, NOTE, ANNOTATION = map(_tag, ("table:table-header-rows", "text:note", "office:annotation"))
NOTES, ITEM = _tag("presentation:notes"), _tag("text:list-item")
STYLES = "styles.xml"
HIDDEN_SLIDES = "//style:style[style:drawing-page-properties/@presentation:visibility='hidden']/@style:name"
# What was deleted is kept apart; tables of contents repeat what stands below them.
NOT_SHOWN = {
    _tag("text:tracked-changes"),
    _tag("text:table-of-content"),
    _tag("office:forms"),
    _tag("text:ruby-text"),
}
SIGNS = {_tag("text:tab"): "\t", _tag("text:line-break"): "\n"}


def convert_odt(source: Source) -> Extracted:
    """Read a text."""
    package = _opened(source)
    draft, root = Draft(), with_charts(package)
    styles = package.xml(STYLES) if STYLES in package.names else None
    lists = ListNumbers(styles, root)
    _write_edges(draft, styles, "header")
    _write_blocks(draft, _body(root), lists, 0)
    _write_edges(draft, styles, "footer")
    return draft.finish(*_described(package))


def _write_edges(draft: Draft, styles: etree._Element | None, edge: str) -> None:
    """Write each header or footer that differs from the others, once."""
    names = [_tag(f"style:{edge}{kind}") for kind in ("", "-first", "-left")]
    found = styles.iterfind(f"{{*}}master-styles/{_tag('style:master-page')}") if styles is not None else ()
    texts = (
        "\n".join(filter(None, map(clean_line, _inner(part))))
        for page in found
        for part in page.iterchildren(*names)
        if part.get(_tag("style:display")) != "false"
    )
    for text in dict.fromkeys(texts):
        draft.block(text)


def convert_odp(source: Source) -> Extracted:
    """Read a presentation, each slide a page."""
    package = _opened(source)
    draft, root = Draft(), with_charts(package)
    hidden, lists = set(root.xpath(HIDDEN_SLIDES, namespaces=SPACES)), ListNumbers(root)
    for number, slide in enumerate(_body(root).iterchildren(_tag("draw:page")), start=1):
        is_written = _write_slide(draft, number, slide, lists)
        if is_written and slide.get(_tag("draw:style-name")) in hidden:
            draft.warnings.append(f"Slide {number} is hidden in the file; its text was read.")
    return draft.finish(*_described(package))


def convert_ods(source: Source) -> Extracted:
    """Read a spreadsheet, each sheet a page."""
    package = _opened(source)
    root = package.xml("content.xml")
    hidden = set(
        root.xpath(
            "//style:style[style:table-properties/@table:display='false']/@style:name", namespaces=SPACES
        )
    )
    draft = Draft()
    for number, table in enumerate(_body(root).iterchildren(TABLE), start=1):
        rows, merged = _cells_of(table)
        sheet = Sheet(name=table.get(_tag("table:name")) or f"Sheet {number}", rows=rows, merged=merged)
        is_hidden = table.get(_tag("table:style-name")) in hidden
        write_page(draft, number, sheet, source.limits, is_hidden=is_hidden)
    title, properties = _described(package)
    return draft.finish(title or source.filename, properties)


def _opened(source: Source) -> Package:
    package = Package(source)
    manifest = "META-INF/manifest.xml"
    if manifest in package.names and b"encryption-data" in package.bytes(manifest):
        raise ConversionFailed(FailureCode.ENCRYPTED, "The file is protected by a password.")
    return package


def _body(root: etree._Element) -> etree._Element:
    body = root.find(_tag("office:body"))
    found = next(iter(body), None) if body is not None else None
    return etree.Element("empty") if found is None else found


def _described(package: Package) -> tuple[str, dict[str, str]]:
    if "meta.xml" not in package.names:
        return "", {}
    meta = package.xml("meta.xml")
    named = {
        name: meta.findtext(f".//{_tag(name)}") or ""
        for name in ("dc:title", "dc:creator", "dc:date", "dc:subject")
    }
    writer = named["dc:creator"] or meta.findtext(f".//{_tag('meta:initial-creator')}")
    return named["dc:title"], {
        "author": author(writer),
        "subject": named["dc:subject"],
        "date": moment(named["dc:date"][:19]),
    }


def _write_slide(draft: Draft, number: int, slide: etree._Element, lists: ListNumbers) -> bool:
    """Write a slide as a page; say whether anything stands on it."""
    frames = list(slide.iterchildren(FRAME))
    title = next((frame for frame in frames if frame.get(_tag("presentation:class")) == "title"), None)
    heading = clean_line(" ".join(_inner(title))) if title is not None else ""
    body = Draft()
    for child in slide:
        if child is not title and child.tag != NOTES:
            _write_blocks(body, child, lists, 0)
    for notes in slide.iterchildren(NOTES):
        text = "\n".join(line for line in _inner(notes) if line.strip() not in {"", "<number>"})
        body.block(f"Speaker notes: {text}" if text else "")
    if heading or not body.is_empty:
        draft.page(number, f"Slide {number}")
        draft.heading(heading or f"Slide {number}", 1)
        draft.include(body.finish())
    return bool(heading) or not body.is_empty


def _inner(element: etree._Element) -> list[str]:
    return [_text(paragraph) for paragraph in element.iter(PARAGRAPH, HEADING)]


def _write_blocks(draft: Draft, parent: etree._Element, lists: ListNumbers, depth: int) -> None:
    for child in parent:
        if child.tag in NOT_SHOWN or depth > MOST_NESTED:
            continue
        if child.tag == HEADING:
            level = child.get(_tag("text:outline-level")) or "1"
            draft.heading(_text(child), whole_number(level, among=HEADING_LEVELS))
            _write_asides(draft, child, lists, depth)
        elif child.tag == PARAGRAPH:
            draft.block(_text(child))
            _write_asides(draft, child, lists, depth)
        elif child.tag == LIST:
            draft.items("\n".join(_items(child, lists, "", 0)))
        elif child.tag == TABLE:
            _write_table(draft, child)
        else:
            _write_blocks(draft, child, lists, depth + 1)


def _write_asides(draft: Draft, paragraph: etree._Element, lists: ListNumbers, depth: int) -> None:
    """Write what hangs on a paragraph after it: notes, comments, text boxes."""
    for note in paragraph.iter(NOTE):
        draft.block(f"Footnote: {' '.join(_inner(note))}")
    for comment in paragraph.iter(ANNOTATION):
        draft.block(f"Comment: {' '.join(_inner(comment))}")
    for frame in paragraph.iterchildren(FRAME):
        _write_blocks(draft, frame, lists, depth + 1)


def _items(list_: etree._Element, lists: ListNumbers, style: str, depth: int) -> Iterator[str]:
    """Yield the items of a list, in whose style those within it are, and the lists within them."""
    style = list_.get(_tag("text:style-name")) or style
    lists.begin(list_, style, depth)
    for item in list_:
        is_first = True
        for child in item:
            if child.tag == LIST and depth < MOST_NESTED:
                yield from _items(child, lists, style, depth + 1)
            elif child.tag in {PARAGRAPH, HEADING} and _text(child).strip():
                mark = lists.mark(item, style, depth) if is_first and item.tag == ITEM else " "
                yield f"{'  ' * depth}{mark} {clean_line(_text(child))}"
                is_first = False


def _write_table(draft: Draft, table: etree._Element) -> None:
    marked = sum(1 for head in table.iter(HEAD_ROWS) for _ in head.iterchildren(ROW))
    rows = list(_rows(table))
    if len(rows) == 1 and len(rows[0]) == 1:
        draft.block(rows[0][0])
    elif 0 < marked < len(rows):
        draft.table([CELLS.join(row) for row in rows], heads=marked)
    else:
        write_table(draft, rows) if head_rows(rows) else draft.table(
            [CELLS.join(row) for row in rows], heads=0
        )


def _rows(table: etree._Element) -> Iterator[list[str]]:
    """Yield the texts of rows, that of a merged cell at each place that it covers."""
    below, copies = dict[int, tuple[int, str]](), Copies()
    for row in table.iter(ROW):
        texts: list[str] = []
        covering, below = below, {}
        for cell in row.iterchildren(CELL, COVERED):
            for _ in range(min(MOST_SPANNED, _repeated(cell, "columns"))):
                left, text = covering.pop(len(texts), (1, ""))
                if cell.tag == CELL:
                    left, text, width = _spanned(cell, "rows"), _cell(cell), _spanned(cell, "columns")
                    if not copies.are_allowed(text, left * width):
                        left = width = 1
                    # What it covers on its right comes as cells of its own.
                    covering |= {len(texts) + place: (left, text) for place in range(1, width)}
                if left > 1:
                    below[len(texts)] = (left - 1, text)
                texts.append(text)
        yield texts


def _spanned(cell: etree._Element, what: str) -> int:
    return min(MOST_SPANNED, _integer(cell.get(_tag(f"table:number-{what}-spanned"))))


def _cell(cell: etree._Element) -> str:
    return clean_line(" ".join(_inner(cell)))


def _cells_of(table: etree._Element) -> tuple[list[Row], list[Merged]]:
    """Return the filled rows of a sheet, and its merged cells; what repeats without end is left out."""
    rows: list[Row] = []
    merged: list[Merged] = []
    number = 1
    for row in table.iter(ROW):
        texts: dict[int, str] = {}
        column = 1
        for cell in row.iterchildren(CELL, COVERED):
            times, text = _repeated(cell, "columns"), "\n".join(_shown(cell))
            if text.strip() and cell.tag == CELL:
                texts |= {column + place: text for place in range(min(times, MOST_REPEATED))}
                merged += _merged(cell, number, column)
            column = min(column + times, MOST_COLUMNS)
        times = _repeated(row, "rows")
        if texts:
            rows += [(number + place, texts) for place in range(min(times, MOST_REPEATED))]
        number += times
    return rows, merged


def _shown(cell: etree._Element) -> list[str]:
    """Return the paragraphs of a cell, and its comments after them."""
    notes = [f"(Comment: {clean_line(' '.join(_inner(note)))})" for note in cell.iterchildren(ANNOTATION)]
    parts = (child for child in cell if child.tag != ANNOTATION)
    return [*(_text(one) for part in parts for one in part.iter(PARAGRAPH, HEADING)), *notes]


def _merged(cell: etree._Element, row: int, column: int) -> list[Merged]:
    width = _integer(cell.get(_tag("table:number-columns-spanned")))
    height = _integer(cell.get(_tag("table:number-rows-spanned")))
    if width * height == 1:
        return []
    return [
        Merged(first_row=row, last_row=row + height - 1, first_column=column, last_column=column + width - 1)
    ]


def _repeated(element: etree._Element, what: str) -> int:
    return _integer(element.get(_tag(f"table:number-{what}-repeated")))


def _integer(value: str | None) -> int:
    return max(1, whole_number(value))


def _text(element: etree._Element) -> str:
    return "".join(_texts(element))


def _texts(element: etree._Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if child.tag in SIGNS:
            yield SIGNS[child.tag]
        elif child.tag == _tag("text:s"):
            yield " "
        elif isinstance(child.tag, str) and child.tag not in {NOTE, ANNOTATION, FRAME} | NOT_SHOWN:
            yield from _texts(child)
        yield child.tail or ""
