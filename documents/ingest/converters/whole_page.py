"""Write all that a web page shows as Markdown, navigation and footers too."""

from collections.abc import Iterator

from lxml import html as lxml_html

HIDDEN = ("script", "style", "noscript", "template", "svg", "head")
SHOWN = f".//text()[not({' or '.join(f'ancestor::{tag}' for tag in HIDDEN)})]"
HEADINGS = {f"h{level}": "#" * level for level in range(1, 7)}
# What stands on lines of its own; all else runs on in the line.
BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "header",
        "hr",
        "html",
        "legend",
        "li",
        "main",
        "nav",
        "ol",
        "option",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "tfoot",
        "thead",
        "tr",
        "ul",
    ]
)


def whole_page(tree: lxml_html.HtmlElement) -> str:
    """Return the text of a page with its headings, lists and tables."""
    return "\n\n".join(line for line in _lines(tree) if line)


def _lines(element: lxml_html.HtmlElement) -> Iterator[str]:
    """Yield a block for each element that stands on lines of its own, with what runs on before and after it."""
    running = [element.text or ""]
    for child in element:
        if not isinstance(child.tag, str) or child.tag in HIDDEN:
            running.append(child.tail or "")
        elif child.tag in BLOCKS or child.tag in HEADINGS:
            yield _line(running)
            yield from _block(child)
            running = [child.tail or ""]
        else:
            running += ["\n" if child.tag == "br" else _inline(child), child.tail or ""]
    yield _line(running)


def _block(element: lxml_html.HtmlElement) -> Iterator[str]:
    if element.tag in HEADINGS:
        yield f"{HEADINGS[element.tag]} {_inline(element)}"
    elif element.tag == "table":
        yield _table(element)
    elif element.tag == "li":
        first, *others = [line for line in _lines(element) if line] or [""]
        yield from (f"- {first}", *others)
    else:
        yield from _lines(element)


def _table(table: lxml_html.HtmlElement) -> str:
    rows = [
        [_inline(cell).replace("|", "\\|") for cell in row.xpath("./th|./td")] for row in table.iter("tr")
    ]
    lines = [f"| {' | '.join(cells)} |" for cells in rows if any(cells)]
    if not lines:
        return ""
    rule = "|---" * max(map(len, rows)) + "|"
    return "\n".join([lines[0], rule, *lines[1:]])


def _inline(element: lxml_html.HtmlElement) -> str:
    return _line(element.xpath(SHOWN))


def _line(running: list[str]) -> str:
    return " ".join("".join(running).split())
