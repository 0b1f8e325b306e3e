"""Find where web pages and sitemaps lead; for those from outside use the sandbox."""

import io
import zlib
from typing import Any
from urllib.parse import urldefrag, urljoin

from lxml import etree, html
from lxml.etree import LxmlError

from documents.ingest.types import ConversionFailed, FailureCode, Limits, Listed

MOST_LINKS = 10_000
# https://www.sitemaps.org/protocol.html: as many addresses, and 50 MB unpacked.
MOST_SITEMAP_ADDRESSES, SITEMAP_BYTES = 50_000, 52_428_800
SITEMAP_ENTRIES = ("url", "sitemap")
GZIP = b"\x1f\x8b"
TITLE_CHARACTERS = 300


def page_links(content: bytes, address: str) -> Listed:
    """Return the addresses that a page at `address` links to, each once, without fragments; none of broken HTML.

    Of the page itself return its title, and its canonical address where it names one.
    """
    try:
        tree = html.document_fromstring(content)
    except (LxmlError, ValueError):
        return Listed()
    base = _joined(address, str(tree.xpath("string(//base/@href)")))
    found = (_joined(base, str(href)) for href in tree.xpath("//a/@href")[:MOST_LINKS])
    links = dict.fromkeys(link for link in found if link)
    canonical = str(tree.xpath("string(//head/link[@rel='canonical']/@href)")).strip()
    title = " ".join(str(tree.xpath("string(//head/title)")).split())[:TITLE_CHARACTERS]
    about = {"canonical": _joined(base, canonical) if canonical else "", "title": title}
    return Listed(entries=tuple({"url": link} for link in links), about=about)


def sitemap_links(content: bytes, address: str, limits: Limits) -> Listed:
    """Return the addresses that a sitemap, or an index of sitemaps, names; raise ConversionFailed for broken ones."""
    if content.startswith(GZIP):
        content = _unpacked(content, min(SITEMAP_BYTES, limits.unpacked_bytes))
    entries: list[dict[str, str]] = []
    try:
        # Nothing outside is read, and an entity stands for nothing.
        events = etree.iterparse(io.BytesIO(content), resolve_entities=False, no_network=True, load_dtd=False)
        for _, element in events:
            kind = _name(element)
            if kind in SITEMAP_ENTRIES and len(entries) < MOST_SITEMAP_ADDRESSES:
                place = next((child.text or "" for child in element if _name(child) == "loc"), "")
                entries.append(
                    {"url": _joined(address, place), "sitemap": "yes" if kind == "sitemap" else ""}
                )
                element.clear()
    except LxmlError as broken:
        raise ConversionFailed(FailureCode.CORRUPT, "The sitemap is no XML that can be read.") from broken
    return Listed(entries=tuple(entry for entry in entries if entry["url"]))


def _name(element: Any) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _unpacked(content: bytes, most_bytes: int) -> bytes:
    unpacking = zlib.decompressobj(wbits=31)
    try:
        unpacked = unpacking.decompress(content, most_bytes)
    except zlib.error as broken:
        raise ConversionFailed(
            FailureCode.CORRUPT, "The sitemap is packed in a way that cannot be read."
        ) from broken
    if unpacking.unconsumed_tail:
        raise ConversionFailed(FailureCode.TOO_LARGE, f"The sitemap is larger than {most_bytes} bytes.")
    return unpacked


def _joined(base: str, href: str) -> str:
    try:
        return urldefrag(urljoin(base, href.strip())).url
    except ValueError:
        return ""
