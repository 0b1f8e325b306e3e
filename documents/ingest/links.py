"""Find where a web page leads; for pages from outside use the sandbox."""

from urllib.parse import urldefrag, urljoin

from lxml import html
from lxml.etree import LxmlError

MOST_LINKS = 10_000


def page_links(content: bytes, address: str) -> tuple[str, ...]:
    """Return the addresses that a page at `address` links to, each once, without fragments; none of broken HTML."""
    try:
        tree = html.document_fromstring(content)
    except (LxmlError, ValueError):
        return ()
    base = _joined(address, str(tree.xpath("string(//base/@href)")))
    found = (_joined(base, str(href)) for href in tree.xpath("//a/@href")[:MOST_LINKS])
    return tuple(dict.fromkeys(link for link in found if link))


def _joined(base: str, href: str) -> str:
    try:
        return urldefrag(urljoin(base, href.strip())).url
    except ValueError:
        return ""
