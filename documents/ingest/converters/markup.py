"""Write the elements of HTML, or of what trafilatura makes of it, down as headings, lists, tables, code and text."""

import re
from collections.abc import Iterator

from lxml import etree

from documents.ingest.clean import CELLS, clean_line
from documents.ingest.converters.copies import Copies
from documents.ingest.converters.grids import head_rows
from documents.ingest.draft import Draft
from documents.ingest.whole import whole_number

UNSEEN = {
    "script", "style", "noscript", "template", "svg", "object", "iframe", "annotation", "rt", "rp",
}  # fmt: skip
HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
HEADING = re.compile(r"h([1-6])")
LISTS = {"ul", "ol", "dl", "menu", "list"}
ITEMS = {"li", "item", "dd", "dt"}
BREAKS = {"br", "lb"}
ROWS, CELL_TAGS = {"tr", "row"}, {"td", "th", "cell"}
# What stands on lines of its own; all else runs on in the line.
BLOCKS = LISTS | ITEMS | ROWS | CELL_TAGS | {
    "address", "article", "aside", "blockquote", "body", "caption", "center", "details", "div", "fieldset",
    "figcaption", "figure", "footer", "form", "header", "hr", "html", "legend", "main", "nav", "option", "p", "pre",
    "quote", "section", "summary", "table", "tbody", "tfoot", "thead", "ab",
}  # fmt: skip
# Stands for the end of a line while the line ends of the file are but white space.
BREAK = "\v"
# Elements deeper than this are read without their structure.
MOST_NESTED = 150
# A cell that claims to be as wide or as high as this is damaged.
MOST_SPANNED = 100


def write_markup(draft: Draft, root: etree._Element) -> None:
    """Write an element and all that stands in it, in reading order."""
    _write_inner(draft, root, 0)


def _write_inner(draft: Draft, element: etree._Element, depth: int) -> None:
    running = [element.text or ""]
    for child in element:
        if is_unseen(child):
            running.append(child.tail or "")
        elif _is_block(child):
            draft.block(_line(running))
            _write_block(draft, child, depth + 1)
            running = [child.tail or ""]
        elif depth < MOST_NESTED and any(_is_block(inner) for inner in child.iterdescendants(etree.Element)):
            draft.block(_line(running))
            _write_inner(draft, child, depth + 1)
            running = [child.tail or ""]
        else:
            running += [*_inline(child), child.tail or ""]
    draft.block(_line(running))


def is_unseen(element: etree._Element) -> bool:
    """Say whether a reader does not see an element: scripts, comments, and what is hidden where it stands."""
    if not isinstance(element.tag, str) or element.tag in UNSEEN:
        return True
    # In what trafilatura makes a head is a heading.
    if element.tag == "head" and element.get("rend") is None:
        return True
    return element.get("hidden") is not None or bool(HIDDEN_STYLE.search(element.get("style") or ""))


def _is_block(element: etree._Element) -> bool:
    if not isinstance(element.tag, str):
        return False
    return element.tag in BLOCKS or _heading_level(element) is not None or _is_code(element)


def _heading_level(element: etree._Element) -> int | None:
    name = (element.get("rend") or "h2") if element.tag == "head" else element.tag
    found = HEADING.fullmatch(name)
    return int(found[1]) if found else None


def _is_code(element: etree._Element) -> bool:
    """Say whether an element is a block of code: trafilatura names pieces of code within lines alike."""
    if element.tag != "code":
        return False
    parent = element.getparent()
    return "\n" in (element.text or "").strip() or (parent is not None and parent.tag in {"body", "main"})


def _write_block(draft: Draft, element: etree._Element, depth: int) -> None:
    level = _heading_level(element)
    if level is not None:
        draft.heading(_line(_texts(element)), level)
    elif element.tag in {"pre", "code"}:
        draft.code(_code(element))
    elif depth >= MOST_NESTED:
        draft.block(_line(_texts(element)))
    elif element.tag in LISTS:
        draft.items("\n".join(_items(element, 0)))
    elif element.tag == "table" and not _is_layout(element):
        _write_table(draft, element)
    else:
        _write_inner(draft, element, depth)


def _items(list_: etree._Element, depth: int) -> Iterator[str]:
    number = whole_number(list_.get("start"))
    is_numbered = list_.tag == "ol" or list_.get("rend") == "ol"
    for child in list_:
        if is_unseen(child):
            continue
        if child.tag in LISTS:
            yield from _items(child, depth + 1)
            continue
        mark = f"{number}." if is_numbered else "-"
        indent = "  " * min(depth, MOST_NESTED)
        # What a term means stands under it.
        indent += "  " if child.tag == "dd" or (child.get("rend") or "").startswith("dd") else ""
        lines = [line for line in _item_lines(child, depth) if line.strip()]
        if lines:
            number += 1
            yield f"{indent}{mark} {lines[0]}"
            yield from lines[1:]


def _item_lines(item: etree._Element, depth: int) -> Iterator[str]:
    """Yield the text of an item, a line for each paragraph, then the lines of the lists in it."""
    running, indent = [item.text or ""], "  " * min(depth + 1, MOST_NESTED)
    is_first = True
    for child in item:
        if is_unseen(child):
            running.append(child.tail or "")
            continue
        if _is_block(child):
            line = _line(running)
            if line:
                yield line if is_first else indent + line
                is_first = False
            inner = (
                list(_items(child, depth + 1))
                if child.tag in LISTS and depth < MOST_NESTED
                else _paragraphs(child)
            )
            for one in inner:
                yield (
                    one
                    if child.tag in LISTS and not is_first
                    else (one.strip() if is_first else indent + one)
                )
                is_first = False
            running = [child.tail or ""]
        else:
            running += [*_inline(child), child.tail or ""]
    line = _line(running)
    if line:
        yield line if is_first else indent + line


def _paragraphs(element: etree._Element) -> list[str]:
    if element.tag in {"pre", "code"}:
        return _code(element).strip("\n").split("\n")
    return [line for line in map(clean_line, "".join(_texts(element)).split(BREAK * 2)) if line]


def _is_layout(table: etree._Element) -> bool:
    """Say whether a table only puts things in their places: it holds tables, headings or lists, or is one cell wide."""
    if table.get("role") in {"presentation", "none"}:
        return True
    inner = (one for one in table.iterdescendants(etree.Element))
    if any(one.tag in {"table", "h1", "h2", "h3", "pre"} or one.tag in LISTS for one in inner):
        return True
    return max((len(_cells(row)) for row in _rows(table)), default=0) < 2


def _write_table(draft: Draft, table: etree._Element) -> None:
    for caption in table.iterchildren("caption"):
        draft.block(_line(_texts(caption)))
    rows = _rows(table)
    texts = [row for row in _spread(rows) if any(row)]
    marked = 0
    while marked < len(rows) and _is_head(rows[marked]):
        marked += 1
    heads = marked if 0 < marked < len(texts) else head_rows(texts)
    draft.table([CELLS.join(row) for row in texts], heads=heads)


def _rows(table: etree._Element) -> list[etree._Element]:
    return [row for row in table.iterdescendants(*ROWS) if not is_unseen(row)]


def _cells(row: etree._Element) -> list[etree._Element]:
    return [cell for cell in row if cell.tag in CELL_TAGS and not is_unseen(cell)]


def _is_head(row: etree._Element) -> bool:
    parent = row.getparent()
    if parent is not None and parent.tag == "thead":
        return True
    cells = _cells(row)
    return bool(cells) and all(cell.tag == "th" or cell.get("role") == "head" for cell in cells)


def _spread(rows: list[etree._Element]) -> Iterator[list[str]]:
    """Yield the texts of rows, that of a cell that spans others at each place that it covers."""
    waiting, copies = dict[int, tuple[int, str]](), Copies()
    for row in rows:
        texts: list[str] = []
        _take_waiting(texts, waiting)
        for cell in _cells(row):
            _place(cell, texts, waiting, copies)
            _take_waiting(texts, waiting)
        yield texts


def _take_waiting(texts: list[str], waiting: dict[int, tuple[int, str]]) -> None:
    """Add the texts of cells above that reach down to here."""
    while len(texts) in waiting:
        left, text = waiting.pop(len(texts))
        if left > 1:
            waiting[len(texts)] = (left - 1, text)
        texts.append(text)


def _place(
    cell: etree._Element, texts: list[str], waiting: dict[int, tuple[int, str]], copies: Copies
) -> None:
    """Add the text of a cell to its row, and let it wait for the rows below that it covers."""
    text = _line(_texts(cell))
    width, height = _span(cell, "colspan"), _span(cell, "rowspan")
    if not copies.are_allowed(text, width * height):
        width = height = 1
    for _ in range(width):
        if height > 1:
            waiting[len(texts)] = (height - 1, text)
        texts.append(text)


def _span(cell: etree._Element, name: str) -> int:
    value = cell.get(name) or "1"
    return min(MOST_SPANNED, max(1, whole_number(value)))


def _texts(element: etree._Element) -> Iterator[str]:
    """Yield the text of an element; what stands on lines of its own is parted from what is around it."""
    stack: list[etree._Element | str] = [element]
    while stack:
        top = stack.pop()
        if isinstance(top, str):
            yield top
            continue
        yield top.text or ""
        following: list[etree._Element | str] = []
        for child in top:
            if is_unseen(child):
                following.append(child.tail or "")
            elif child.tag in BREAKS:
                following += [BREAK, child.tail or ""]
            elif child.tag in BLOCKS:
                following += [BREAK * 2, child, BREAK * 2, child.tail or ""]
            else:
                following += [child, child.tail or ""]
        stack += reversed(following)


def _inline(element: etree._Element) -> Iterator[str]:
    yield from [BREAK] if element.tag in BREAKS else _texts(element)


def _line(running: list[str] | Iterator[str]) -> str:
    """Join what runs on in a line; only a break ends one."""
    return "\n".join(" ".join(line.split()) for line in "".join(running).split(BREAK)).strip()


def _code(element: etree._Element) -> str:
    return "".join(_texts(element)).replace(BREAK * 2, "").replace(BREAK, "\n")
