"""Name the fields of documents that a filter can ask for, and what each is compared with."""

import re
from enum import StrEnum
from uuid import UUID

from documents.ingest.sniff import CODE_SUFFIXES, TEXT_SUFFIXES
from documents.ingest.types import Format

PREFIX, CHUNK_PREFIX = "document.", "chunk."


class Kind(StrEnum):
    """Say what values a field has."""

    ANY = "any"
    TEXT = "text"
    NAME = "name"
    SOURCE = "source"
    TYPE = "type"
    LANGUAGE = "language"
    PERSON = "person"
    ID = "id"
    NUMBER = "number"
    DATE = "date"


FIELDS = {
    "document.id": Kind.ID,
    "document.external_id": Kind.TEXT,
    "document.title": Kind.TEXT,
    "document.url": Kind.TEXT,
    "document.filename": Kind.TEXT,
    "document.collection": Kind.NAME,
    "document.source": Kind.SOURCE,
    "document.type": Kind.TYPE,
    "document.language": Kind.LANGUAGE,
    "document.version": Kind.NUMBER,
    "document.pages": Kind.NUMBER,
    "document.owner": Kind.PERSON,
    "document.created_at": Kind.DATE,
    "document.updated_at": Kind.DATE,
    "document.review_on": Kind.DATE,
    "document.expires_at": Kind.DATE,
    "chunk.page": Kind.NUMBER,
}
ORDERED = frozenset({Kind.ANY, Kind.NUMBER, Kind.DATE})
SEARCHED = frozenset({Kind.ANY, Kind.TEXT})
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})*")
_MEDIA_TYPE = re.compile(r"[a-z0-9.+-]+/([a-z0-9.+-]+|\*)")

# How the files of a type are called, and which media types say the same of one with another name.
SUFFIXES: dict[str, tuple[str, ...]] = {
    **{
        str(format_): tuple(
            sorted({str(format_)} | {name[1:] for name, found in TEXT_SUFFIXES.items() if found is format_})
        )
        for format_ in Format
    },
    "code": tuple(sorted(name[1:] for name in CODE_SUFFIXES)),
    "text": ("log", "text", "txt"),
    "image": ("bmp", "gif", "jpeg", "jpg", "png", "tif", "tiff", "webp"),
}
KNOWN_SUFFIXES = tuple(sorted({name for names in SUFFIXES.values() for name in names}))
_OFFICE = "application/vnd.openxmlformats-officedocument."
_OPEN = "application/vnd.oasis.opendocument."
MEDIA_TYPES: dict[str, tuple[str, ...]] = {
    "pdf": ("application/pdf",),
    "docx": (f"{_OFFICE}wordprocessingml.document",),
    "pptx": (f"{_OFFICE}presentationml.presentation",),
    "xlsx": (f"{_OFFICE}spreadsheetml.sheet",),
    "odt": (f"{_OPEN}text",),
    "ods": (f"{_OPEN}spreadsheet",),
    "odp": (f"{_OPEN}presentation",),
    "epub": ("application/epub+zip",),
    "doc": ("application/msword",),
    "ppt": ("application/vnd.ms-powerpoint",),
    "xls": ("application/vnd.ms-excel",),
    "msg": ("application/vnd.ms-outlook",),
    "rtf": ("application/rtf", "text/rtf"),
    "eml": ("message/rfc822",),
    "mbox": ("application/mbox",),
    "html": ("application/xhtml+xml", "text/html"),
    "xml": ("application/xml", "text/xml"),
    "markdown": ("text/markdown", "text/x-markdown"),
    "rst": ("text/x-rst",),
    "org": ("text/x-org",),
    "asciidoc": ("text/asciidoc",),
    "csv": ("text/csv", "text/tab-separated-values"),
    "json": ("application/json", "application/x-ndjson"),
    "text": ("text/plain",),
}


def value_of(kind: Kind, value: object) -> str | int | UUID | None:
    """Return a value as a field of this kind has it, None for what it can never be; dates are read elsewhere."""
    if kind is Kind.NUMBER:
        return value if isinstance(value, int) and not isinstance(value, bool) else None
    if not isinstance(value, str) or not value:
        return None
    if kind is Kind.ID:
        return _id(value)
    if kind is Kind.TYPE:
        return _type(value.strip().lower())
    if kind is Kind.LANGUAGE:
        return value.lower() if _LANGUAGE.fullmatch(value.lower()) else None
    return value


def expected_of(kind: Kind) -> str:
    """Return in words what a field of this kind is compared with."""
    return {
        Kind.ID: "the id of a document",
        Kind.NUMBER: "a whole number",
        Kind.TYPE: f"a media type such as application/pdf or image/*, or one of {', '.join(SUFFIXES)}",
        Kind.LANGUAGE: "the code of a language, such as en",
        Kind.PERSON: "`me`, or a member's e-mail address or id",
    }.get(kind, "text that is not empty")


def _id(value: str) -> UUID | None:
    try:
        return UUID(value)
    except ValueError:
        return None


def _type(value: str) -> str | None:
    value = {name: known for known, names in SUFFIXES.items() for name in names}.get(value, value)
    return value if value in SUFFIXES or _MEDIA_TYPE.fullmatch(value) else None
