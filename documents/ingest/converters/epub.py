"""Read e-books (EPUB 2 and 3): their chapters in reading order."""

import posixpath
from urllib.parse import unquote

from lxml import etree

from documents.ingest.converters.html import parsed_page
from documents.ingest.converters.markup import write_markup
from documents.ingest.converters.packages import Package
from documents.ingest.draft import Draft
from documents.ingest.properties import author, moment
from documents.ingest.sniff import decode
from documents.ingest.types import ConversionFailed, Extracted, FailureCode, Source

CONTAINER, ENCRYPTION = "META-INF/container.xml", "META-INF/encryption.xml"
READABLE = {"application/xhtml+xml", "text/html", "application/xml"}


def convert_epub(source: Source) -> Extracted:
    """Read a book, each chapter a section; a chapter that cannot be read is a warning."""
    package = Package(source)
    place = package.xml(CONTAINER).xpath("string(//*[local-name()='rootfile'][1]/@full-path)")
    book = package.xml(str(place))
    chapters = _chapters(book, posixpath.dirname(str(place)))
    if ENCRYPTION in package.names and any(name.encode() in package.bytes(ENCRYPTION) for name in chapters):
        raise ConversionFailed(
            FailureCode.ENCRYPTED, "The book is locked by its shop (DRM) and cannot be read."
        )
    draft = Draft()
    for number, name in enumerate(chapters, start=1):
        try:
            draft.include(_chapter(package, name))
        except ConversionFailed:
            draft.warnings.append(f"Chapter {number} of the book was not read: it is damaged or missing.")
    return draft.finish(
        _named(book, "title"),
        {"author": author(_named(book, "creator")), "date": moment(_named(book, "date"))},
    )


def _chapters(book: etree._Element, folder: str) -> list[str]:
    items = {
        item.get("id"): item for item in book.xpath("//*[local-name()='manifest']/*[local-name()='item']")
    }
    order = book.xpath("//*[local-name()='spine']/*[local-name()='itemref']/@idref")
    read = [
        items[key]
        for key in order
        if key in items and "nav" not in (items[key].get("properties") or "").split()
    ]
    # A name that leads out of the archive is in no archive.
    return [
        posixpath.normpath(posixpath.join(folder, unquote(item.get("href") or "")))
        for item in read
        if item.get("media-type") in READABLE
    ]


def _chapter(package: Package, name: str) -> Extracted:
    draft = Draft()
    write_markup(draft, parsed_page(decode(package.bytes(name)).replace("\x00", "")))
    return draft.finish()


def _named(book: etree._Element, name: str) -> str:
    return str(book.xpath(f"string(//*[local-name()='metadata']/*[local-name()='{name}'][1])")).strip()
