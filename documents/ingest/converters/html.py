"""Read the main content of a web page, without navigation, advertisements and scripts."""

import re
from collections.abc import Iterator

import trafilatura
from lxml import etree
from lxml import html as lxml_html

from documents.ingest.converters.markdown import write_markdown
from documents.ingest.converters.whole_page import whole_page
from documents.ingest.draft import Draft
from documents.ingest.sniff import decode
from documents.ingest.types import ConversionFailed, Extracted, FailureCode, Source

# Markdown has no sign for underlined text, so trafilatura keeps these.
KEPT_TAG = re.compile(r"</?(?:u|sub|sup)>")
# The line under the heads of a table.
RULE = re.compile(r"\|(?:[ :-]*+\|)++")
NO_MAIN_CONTENT = "No main content was found on this page: only navigation, or text that a script writes."


def convert_html(source: Source) -> Extracted:
    """Read a page; where no main content is found that is a warning, and there is no text."""
    text = decode(source.content).replace("\x00", "")
    try:
        tree = lxml_html.document_fromstring(text.encode(), parser=lxml_html.HTMLParser(encoding="utf-8"))
    except (etree.ParserError, etree.XMLSyntaxError) as failure:
        raise ConversionFailed(FailureCode.EMPTY, "The page is empty.") from failure
    title = _title(tree)
    draft = Draft()
    is_main = source.settings.main_content_only
    write_markdown(draft, _main_content(text) if is_main else whole_page(tree))
    if draft.is_empty:
        draft.warnings.append(NO_MAIN_CONTENT)
    return draft.finish(title)


def _title(tree: lxml_html.HtmlElement) -> str:
    found = tree.find(".//title")
    return str(found.text_content()) if found is not None else ""


def _main_content(text: str) -> str:
    found = trafilatura.extract(
        text,
        output_format="markdown",
        include_comments=False,
        include_tables=True,
        include_links=False,
        include_images=False,
        include_formatting=True,
        favor_recall=True,
    )
    return "\n".join(_with_heads(KEPT_TAG.sub("", found or "").split("\n")))


def _with_heads(lines: list[str]) -> Iterator[str]:
    """Yield the lines, with a rule under the first row of each table, without which Markdown knows no table."""
    for before, line, following in zip(["", *lines], lines, [*lines[1:], ""], strict=False):
        yield line
        if (
            _is_row(line)
            and _is_row(following)
            and not _is_row(before)
            and not RULE.fullmatch(following.rstrip())
        ):
            yield "|---" * (line.count("|") - line.count("\\|") - 1) + "|"


def _is_row(line: str) -> bool:
    return len(line) > 1 and line.startswith("|") and line.rstrip().endswith("|")
