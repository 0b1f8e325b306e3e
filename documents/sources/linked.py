"""Tell which files that a website links to are documents, and what they are called."""

import mimetypes
from urllib.parse import unquote, urlsplit

from documents.ingest.sniff import sniff
from documents.ingest.types import ConversionFailed, Format

# Pictures, programs and what machines tell each other: a site links to many, and hardly any is a document.
NO_DOCUMENTS = frozenset({Format.IMAGE, Format.CODE, Format.JSON, Format.XML})
INDEXES = ("index.html", "index.htm")


def filename_of(url: str, content_type: str) -> str:
    """Return what a linked file is called, with an ending that fits where its address has none."""
    name = unquote(urlsplit(url).path).rstrip("/").rsplit("/", 1)[-1] or "index"
    if "." in name:
        return name
    return name + (mimetypes.guess_extension(content_type.partition(";")[0].strip()) or "")


def reason_not_read(content: bytes, url: str, content_type: str) -> str:
    """Return why a linked file becomes no document; nothing where it does."""
    try:
        found = sniff(content, filename_of(url, content_type))
    except ConversionFailed as failure:
        return failure.detail
    return f"Linked files of this kind ({found}) are not read." if found in NO_DOCUMENTS else ""


def twins_of(url: str) -> tuple[str, ...]:
    """Return under which other addresses servers show the same page: `/docs/` and `/docs/index.html`."""
    folder, _, name = url.rpartition("/")
    if name in INDEXES:
        return (f"{folder}/",)
    return tuple(f"{url}{index}" for index in INDEXES) if not name else ()
