"""Read the main content of a web page, without navigation, advertisements and scripts."""

import trafilatura
from lxml import etree
from lxml import html as lxml_html
from trafilatura.settings import Document

from documents.ingest.converters.main_part import main_part
from documents.ingest.converters.markup import write_markup
from documents.ingest.draft import Draft
from documents.ingest.patience import TookTooLong, patience
from documents.ingest.properties import moment
from documents.ingest.sniff import decode
from documents.ingest.types import ConversionFailed, Extracted, FailureCode, Source

NO_MAIN_CONTENT = "No main content was found on this page: only navigation, or text that a script writes."
ONLY_MARKED = (
    "The main content of this page takes too long to find: all was read that is not marked as navigation."
)
# What the page marks as its main content is not taken where it is so much longer than what was found.
MOST_LONGER, SHORT = 1.5, 200
# Fewer, of which the page does not even say that they are a paragraph, are a place holder.
FEW_CHARACTERS = 25
SIGNS = (
    "//*[self::h1 or self::h2 or self::h3 or self::h4 or self::h5 or self::h6]"
    "//a[string-length(normalize-space()) < 2 and not(.//img)]"
    " | //*[contains(concat(' ', @class, ' '), ' mw-editsection ')]"
    " | //*[self::div or self::nav][@id='toc' or contains(concat(' ', @class, ' '), ' toc ')]"
)
# Names under which pages say who wrote them, and when, the better ones first.
AUTHORS = ("author", "article:author", "dc.creator", "dcterms.creator", "citation_author")
DATES = (
    "article:modified_time", "og:updated_time", "last-modified", "article:published_time", "date", "dc.date",
    "dcterms.modified", "dcterms.date", "dcterms.created", "datepublished", "pubdate", "citation_publication_date",
)  # fmt: skip


def convert_html(source: Source) -> Extracted:
    """Read a page; where no main content is found that is a warning, and there is no text."""
    text = decode(source.content).replace("\x00", "")
    tree = parsed_page(text)
    draft = Draft()
    if _drop_signs(tree):
        text = lxml_html.tostring(tree, encoding="unicode")
    found = _main_content(text, tree, source, draft) if source.settings.main_content_only else tree
    if found is not None:
        write_markup(draft, found)
    if draft.is_empty:
        draft.warnings.append(NO_MAIN_CONTENT)
    return draft.finish(_title(tree), _properties(tree))


def _drop_signs(tree: lxml_html.HtmlElement) -> bool:
    """Drop links to headings and for editors, and lists of contents; say whether there were any."""
    found = [one for one in tree.xpath(SIGNS) if one.getparent() is not None]
    for one in found:
        one.drop_tree()
    return bool(found)


def parsed_page(text: str) -> lxml_html.HtmlElement:
    """Return the tree of a page; raises ConversionFailed where it has none."""
    parser = lxml_html.HTMLParser(encoding="utf-8", no_network=True)
    try:
        return lxml_html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as failure:
        raise ConversionFailed(FailureCode.EMPTY, "The page is empty.") from failure


def _main_content(
    text: str, tree: lxml_html.HtmlElement, source: Source, draft: Draft
) -> etree._Element | None:
    """Return the main content as trafilatura finds it, or as the page marks it where that lost its structure."""
    try:
        with patience(source):
            found = _found_content(text)
    except TookTooLong:
        found = None
        draft.warnings.append(ONLY_MARKED)
    marked = main_part(tree)
    if found is None:
        return marked if _says_something(marked) else None
    is_torn = len(found) < 2 or (_has_headings(marked) and not _has_headings(found))
    if not is_torn or _length(marked) > MOST_LONGER * _length(found) + SHORT:
        return found
    return marked if _says_something(marked) else None


def _says_something(element: etree._Element) -> bool:
    is_marked = any(_length(one) for one in element.iter("h1", "h2", "h3", "p", "table", "pre", "li"))
    return is_marked or _length(element) >= FEW_CHARACTERS


def _has_headings(element: etree._Element) -> bool:
    return next(element.iter("head", "h1", "h2", "h3"), None) is not None


def _length(element: etree._Element) -> int:
    return sum(len(" ".join(text.split())) for text in element.itertext())


def _found_content(text: str) -> etree._Element | None:
    found = trafilatura.bare_extraction(
        text,
        include_comments=False,
        include_tables=True,
        include_links=False,
        include_images=False,
        include_formatting=True,
        favor_recall=True,
        with_metadata=False,
    )
    return found.body if isinstance(found, Document) else None


def _title(tree: lxml_html.HtmlElement) -> str:
    found = tree.find(".//title")
    return str(found.text_content()) if found is not None else ""


def _properties(tree: lxml_html.HtmlElement) -> dict[str, str]:
    named: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = meta.get("name") or meta.get("property") or meta.get("itemprop") or ""
        named.setdefault(name.lower(), (meta.get("content") or "").strip())
    addresses = [*tree.xpath("//link[@rel='canonical']/@href"), named.get("og:url", "")]
    return {
        "author": next(filter(None, map(named.get, AUTHORS)), ""),
        "date": next(filter(None, (moment(named.get(name)) for name in DATES)), ""),
        "url": next((one for one in addresses if one.startswith(("https://", "http://"))), ""),
    }
