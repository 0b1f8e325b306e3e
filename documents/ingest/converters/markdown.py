"""Read Markdown into headings and plain blocks; other converters hand their Markdown to it too."""

import re
from collections import deque
from collections.abc import Iterator, Sequence

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode

from documents.ingest.clean import CELLS
from documents.ingest.converters.html import parsed_page
from documents.ingest.converters.markdown_kinds import NOTE_MARK, plainer
from documents.ingest.converters.markup import write_markup
from documents.ingest.draft import Draft
from documents.ingest.patience import TOO_SLOW, TookTooLong, patience
from documents.ingest.properties import moment
from documents.ingest.sniff import decode
from documents.ingest.types import ConversionFailed, Extracted, Source

FRONT_MATTER = re.compile(r"\A\ufeff?(---|\+\+\+)[ \t]*\n(.*?)\n\1[ \t]*(?:\n|\Z)", re.DOTALL)
FRONT_LINE = re.compile(r"^(\w+)[ \t]*+[:=][ \t]*+(\S[^\n]*)$", re.MULTILINE)
# Values that stand for others can make a short text very long.
MOST_FRONT_CHARACTERS, ALIAS = 20_000, re.compile(r"(?m)(?:^|[\s:\[,-])\*\w")
# A comment that is never closed takes the rest, and a tag ends before the next one, so that nothing is followed twice.
TAG = re.compile(r"<!--.*?(?:-->|\Z)|</?[A-Za-z][^<>]*>", re.DOTALL)
# Tags of HTML whose structure is kept.
STRUCTURE = re.compile(r"<(?:table|ul|ol|dl|pre|h[1-6]|details|summary|p|div|section)\b", re.IGNORECASE)
BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)


def convert_markdown(source: Source) -> Extracted:
    """Read a Markdown file."""
    text = decode(source.content).replace("\r\n", "\n")
    front = FRONT_MATTER.match(text)
    facts = front_matter(front[2]) if front else {}
    draft = _written(source, text[front.end() :] if front else text)
    return draft.finish(
        facts.get("title", ""),
        {
            "author": facts.get("author") or facts.get("authors", ""),
            "date": moment(facts.get("updated") or facts.get("date")),
            "subject": facts.get("description", ""),
        },
    )


def _written(source: Source, text: str) -> Draft:
    draft = Draft()
    try:
        with patience(source):
            write_markdown(draft, plainer(text), has_html=True)
    except TookTooLong:
        draft = Draft()
        draft.block(text)
        draft.warnings.append(TOO_SLOW)
    return draft


def front_matter(text: str) -> dict[str, str]:
    """Return what the front matter of a text says in plain values; line by line where it is no sound YAML."""
    plain = {name.lower(): value.strip().strip("\"'") for name, value in FRONT_LINE.findall(text)}
    if len(text) > MOST_FRONT_CHARACTERS or ALIAS.search(text):
        return plain
    try:
        found = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError, RecursionError):
        return plain
    # What is no YAML may be TOML, whose plain lines say as much.
    return (
        {str(key).lower(): _fact(value) for key, value in found.items()} if isinstance(found, dict) else plain
    )


def _fact(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(str(one) for one in value if isinstance(one, str))
    return "" if value is None or isinstance(value, dict) else str(value)


def write_markdown(draft: Draft, text: str, *, has_html: bool = False) -> None:
    """Write Markdown down; without `has_html` angle brackets are text, as in what other converters give."""
    for node in _blocks(_parser(has_html=has_html).parse(text)):
        _write(draft, node)


def _parser(*, has_html: bool) -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": has_html}).enable("table")


def _blocks(tokens: Sequence[Token]) -> Iterator[SyntaxTreeNode]:
    """Yield the blocks of the top, and forget each before the next: a tree of all of them takes much memory."""
    waiting, block, depth = deque(tokens), list[Token](), 0
    while waiting:
        block.append(waiting.popleft())
        depth += block[-1].nesting
        if not depth:
            yield from SyntaxTreeNode(block).children
            block = []


def _write(draft: Draft, node: SyntaxTreeNode) -> None:
    if node.type == "heading":
        draft.heading(_inline(node), int(node.tag[1]))
    elif node.type in {"fence", "code_block"}:
        draft.code(node.content)
    elif node.type in {"bullet_list", "ordered_list"}:
        draft.items(_render(node))
    elif node.type == "table":
        draft.table([_row(row) for part in node.children for row in part.children])
    elif node.type == "html_block" and STRUCTURE.search(node.content):
        _write_html(draft, node.content)
    else:
        draft.block(_render(node))


def _write_html(draft: Draft, html: str) -> None:
    try:
        write_markup(draft, parsed_page(html))
    except ConversionFailed:
        # A comment alone is no page.
        return


def _render(node: SyntaxTreeNode, indent: str = "") -> str:
    match node.type:
        case "paragraph" | "heading":
            return _inline(node)
        case "fence" | "code_block":
            return node.content.rstrip("\n")
        case "html_block":
            return TAG.sub("", BREAK.sub("\n", node.content)).strip()
        case "bullet_list" | "ordered_list":
            return "\n".join(_item(node, number, indent) for number in range(len(node.children)))
        case "table":
            return "\n".join(_row(row) for part in node.children for row in part.children)
        case _:
            return "\n".join(filter(None, (_render(child, indent) for child in node.children)))


def _item(list_: SyntaxTreeNode, number: int, indent: str) -> str:
    first = int(list_.attrs.get("start", 1))
    mark = f"{first + number}." if list_.type == "ordered_list" else "-"
    parts = [_render(child, indent + "  ") for child in list_.children[number].children]
    return f"{indent}{mark} " + "\n".join(filter(None, parts))


def _row(row: SyntaxTreeNode) -> str:
    return CELLS.join(_inline(cell).replace("\n", " ") for cell in row.children)


def _inline(node: SyntaxTreeNode) -> str:
    return "".join(_span(child) for child in node.children).strip()


def _span(node: SyntaxTreeNode) -> str:
    match node.type:
        case "code_inline":
            return node.content
        case "text":
            return NOTE_MARK.sub(r"[\1]", node.content)
        case "softbreak":
            return " "
        case "hardbreak":
            return "\n"
        case "html_inline":
            return "\n" if BREAK.match(node.content) else ""
        case _:
            return "".join(_span(child) for child in node.children)
