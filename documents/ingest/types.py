"""Hold what travels through ingest: extracted text, its structure, chunks and refusals."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class FailureCode(StrEnum):
    """Name why a file could not be read."""

    ENCRYPTED = "encrypted"
    CORRUPT = "corrupt"
    EMPTY = "empty"
    TYPE_MISMATCH = "type_mismatch"
    TOO_LARGE = "too_large"
    UNSAFE = "unsafe"
    UNSUPPORTED = "unsupported"
    NO_TEXT = "no_text"


class ConversionFailed(Exception):
    """Refuse a file, with a stable code and a sentence for the person who uploaded it."""

    def __init__(self, code: FailureCode, detail: str) -> None:
        """Keep the code and the sentence."""
        super().__init__(detail)
        self.code = code
        self.detail = detail


class Unfinished(Exception):
    """Say that a file has more pictures than can be read at once: asked again, its reader goes on after `done`.

    With `seen`, what was recognised so far, another reader goes on too.
    """

    def __init__(self, done: int, total: int, seen: bytes = b"") -> None:
        """Keep how many pictures were read of how many."""
        super().__init__(f"{done} of {total}")
        self.seen = seen
        self.done = done
        self.total = total


class ReaderDied(Exception):
    """Say that the process that read a file ended in the middle: the file's fault or the machine's, nobody knows."""


class Format(StrEnum):
    """Name the formats that are told apart by content."""

    PDF = "pdf"
    DOCX = "docx"
    PPTX = "pptx"
    XLSX = "xlsx"
    ODT = "odt"
    ODS = "ods"
    ODP = "odp"
    EPUB = "epub"
    DOC = "doc"
    PPT = "ppt"
    XLS = "xls"
    MSG = "msg"
    RTF = "rtf"
    EML = "eml"
    MBOX = "mbox"
    HTML = "html"
    XML = "xml"
    MARKDOWN = "markdown"
    RST = "rst"
    ORG = "org"
    ASCIIDOC = "asciidoc"
    CODE = "code"
    CSV = "csv"
    JSON = "json"
    TEXT = "text"
    IMAGE = "image"


@dataclass(frozen=True, kw_only=True)
class Limits:
    """Bound what one conversion may take."""

    content_bytes: int = 200 * 1024 * 1024
    unpacked_bytes: int = 300 * 1024 * 1024
    text_characters: int = 20_000_000
    pages: int = 5_000
    ocr_pages: int = 500
    memory_bytes: int = 1024 * 1024 * 1024
    wall_seconds: float = 120.0


@dataclass(frozen=True, kw_only=True)
class Listed:
    """Carry what a page, a sitemap or a feed lists, each with its address, and what it says of itself.

    A page's entries have `url`; a sitemap's also `sitemap`, not empty for a further sitemap; a feed's `id`, `title`,
    `url`, `updated` and `html`. A page says its `title` and its `canonical` address.
    """

    entries: tuple[Mapping[str, str], ...] = ()
    about: Mapping[str, str] = field(default_factory=dict)


class Ocr(StrEnum):
    """Say which pages are read by OCR: those without text of their own, none, or all."""

    AUTO = "auto"
    NEVER = "never"
    ALWAYS = "always"


@dataclass(frozen=True, kw_only=True)
class ConverterSettings:
    """Say how the files of a collection are read and cleaned; a converter heeds what concerns its formats.

    `ocr_languages` are ISO 639-1 codes; none means those of the installation.
    """

    ocr: Ocr = Ocr.AUTO
    ocr_languages: tuple[str, ...] = ()
    # Lines that stand at the edge of most pages.
    keep_headers_footers: bool = False
    # Of a web page, without its navigation, advertisements and comments.
    main_content_only: bool = True

    @classmethod
    def of(cls, fields: Mapping[str, Any]) -> "ConverterSettings":
        """Return the settings that `dataclasses.asdict` took apart."""
        known = {**fields, "ocr": Ocr(fields.get("ocr", Ocr.AUTO))}
        return cls(**{**known, "ocr_languages": tuple(fields.get("ocr_languages", ()))})


AS_USUAL = ConverterSettings()


@dataclass(kw_only=True)
class Spent:
    """Count what was taken from one file from outside: files within it and their bytes, and pictures in this round.

    `patience_seconds` passed in parsers that may be slow.
    """

    files: int = 0
    bytes: int = 0
    pictures: int = 0
    patience_seconds: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Source:
    """Hand a file to a converter: its bytes, the name it came with, what it turned out to be, and how to read it.

    `seen` keeps, by number, what was recognised of pages in earlier rounds; past `deadline`, on the monotonic clock, a
    converter that is not done with its pictures adds to it and raises Unfinished. A file within a file has its depth,
    and shares what was `spent`.
    """

    content: bytes
    filename: str
    format: Format
    limits: Limits = Limits()
    settings: ConverterSettings = AS_USUAL
    seen: dict[int, Any] = field(default_factory=dict)
    deadline: float = math.inf
    depth: int = 0
    spent: Spent = field(default_factory=Spent)


@dataclass(frozen=True)
class PageSpan:
    """Say which characters `start:end` of the text stand on a page, slide or sheet; they count from 1.

    `label` is what people call it ("Slide 3", "Budget"); empty where that is its number as a page.
    """

    number: int
    start: int
    end: int
    label: str = ""


@dataclass(frozen=True)
class SectionSpan:
    """Say which characters `start:end` stand under a heading path; its own heading line is among them."""

    path: tuple[str, ...]
    start: int
    end: int


class BlockKind(StrEnum):
    """Name the blocks that a splitter treats unlike paragraphs."""

    TABLE = "table"
    LIST = "list"
    CODE = "code"


@dataclass(frozen=True, kw_only=True)
class BlockSpan:
    """Say that the characters `start:end` of the text are a table, a list or code.

    A table has one row on each line, its cells between bars; its head ends at `head_end` (`start` where it has none).
    Where it comes from a sheet, `sheet` names that, and the line at `start` is row `first_row` of `columns` ("A:F").
    """

    kind: BlockKind
    start: int
    end: int
    head_end: int
    sheet: str = ""
    first_row: int = 0
    columns: str = ""

    @classmethod
    def of(cls, fields: Mapping[str, Any]) -> "BlockSpan":
        """Return the span that `dataclasses.asdict` took apart."""
        return cls(**{**fields, "kind": BlockKind(fields["kind"])})


@dataclass(frozen=True, kw_only=True)
class Extracted:
    """Carry the clean text of a file; all offsets are in characters of `text`.

    `properties` are what the file says of itself: `author`, `sender`, `recipients`, `date` (ISO 8601), `subject`.
    """

    text: str
    title: str = ""
    language: str = ""
    pages: tuple[PageSpan, ...] = ()
    sections: tuple[SectionSpan, ...] = ()
    blocks: tuple[BlockSpan, ...] = ()
    properties: Mapping[str, str] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class SplitterSettings:
    """Bound the chunks, in tokens of the embedder without its special tokens."""

    max_tokens: int = 200
    # How much of a chunk the next one says again, by whole sentences.
    overlap_tokens: int = 0
    # How much around a chunk is its parent passage: its section, where that is no more.
    parent_tokens: int = 1000
    # Whether a table, or a block of code, that fits into a chunk is never cut.
    keep_tables: bool = True
    keep_code: bool = True


@dataclass(frozen=True, kw_only=True)
class Chunk:
    """Carry a piece of a document: `text` equals the extracted text at `start:end`.

    `head` is the head of the table in which it begins, where it shows the rows without it; `place` is where people
    find it ("Slide 3"), and `parent_start:parent_end` the passage around it.
    """

    ordinal: int
    text: str
    page: int | None
    section: tuple[str, ...]
    start: int
    end: int
    tokens: int
    head: str = ""
    place: str = ""
    parent_start: int = 0
    parent_end: int = 0
