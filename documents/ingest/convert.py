"""Choose the converter of a file by its content and read it; for files from outside use the sandbox."""

import math
import time
from collections.abc import Mapping
from dataclasses import replace
from hashlib import sha256
from importlib import import_module
from types import MappingProxyType
from typing import Any, Protocol

from documents.ingest.macros import MACROS, holds_macros
from documents.ingest.sniff import sniff
from documents.ingest.types import (
    AS_USUAL,
    ConversionFailed,
    ConverterSettings,
    Extracted,
    FailureCode,
    Format,
    Limits,
    Source,
    Unfinished,
)


class Converter(Protocol):
    """Read one family of formats; raises ConversionFailed."""

    def __call__(self, source: Source) -> Extracted:
        """Return the clean text of a file with its structure."""
        ...


# How much of the time for a file may pass before reading its pictures waits for the next round.
ROUND_SHARE = 0.6
# By name, so that a converter's libraries are loaded with the first file that needs them.
CONVERTERS: Mapping[Format, str] = MappingProxyType(
    {
        Format.PDF: "pdf:convert_pdf",
        Format.IMAGE: "image:convert_image",
        Format.HTML: "html:convert_html",
        Format.MARKDOWN: "markdown:convert_markdown",
        Format.TEXT: "plain:convert_text",
        Format.CSV: "separated:convert_csv",
        Format.JSON: "records:convert_json",
        Format.XML: "records:convert_xml",
        Format.DOCX: "word:convert_docx",
        Format.PPTX: "powerpoint:convert_pptx",
        Format.XLSX: "xlsx:convert_xlsx",
        Format.ODT: "opendocument:convert_odt",
        Format.ODS: "opendocument:convert_ods",
        Format.ODP: "opendocument:convert_odp",
        Format.EPUB: "epub:convert_epub",
        Format.DOC: "doc:convert_doc",
        Format.PPT: "ppt:convert_ppt",
        Format.XLS: "xls:convert_xls",
        Format.MSG: "outlook:convert_msg",
        Format.RTF: "rtf:convert_rtf",
        Format.EML: "mail:convert_eml",
        Format.MBOX: "mail:convert_mbox",
        Format.RST: "restructured:convert_rst",
        Format.ORG: "org:convert_org",
        Format.ASCIIDOC: "asciidoc:convert_asciidoc",
        Format.CODE: "code:convert_code",
    }
)


def convert(
    content: bytes,
    filename: str,
    limits: Limits | None = None,
    settings: ConverterSettings | None = None,
    seen: dict[int, Any] | None = None,
) -> Extracted:
    """Return the text of a file, its language not told yet; raises ConversionFailed with a reason in plain words.

    With `seen`, what earlier calls recognised of the same file, it may raise Unfinished instead; see Source.
    """
    limits = limits or Limits()
    if len(content) > limits.content_bytes:
        raise ConversionFailed(FailureCode.TOO_LARGE, f"The file has {len(content) // 1_000_000} MB.")
    source = Source(
        content=content,
        filename=filename,
        format=sniff(content, filename),
        limits=limits,
        settings=settings or AS_USUAL,
        seen={} if seen is None else seen,
        deadline=math.inf if seen is None else time.monotonic() + ROUND_SHARE * limits.wall_seconds,
    )
    return _read(source)


def convert_within(outer: Source, content: bytes, filename: str) -> Extracted:
    """Return the text of a file within another, in what the other has left of its time; raises as `convert` does."""
    source = replace(
        outer,
        content=content,
        filename=filename,
        format=sniff(content, filename),
        seen=outer.seen.setdefault(int.from_bytes(sha256(content).digest()), {}),
        depth=outer.depth + 1,
    )
    try:
        return _read(source)
    except Unfinished as part:
        others = _recognised(outer.seen) - _recognised(source.seen)
        raise Unfinished(part.done + others, part.total + others) from part


def _recognised(seen: Mapping[int, Any]) -> int:
    """Count the pages that were recognised, of files within files too."""
    return sum(_recognised(found) if isinstance(found, dict) else 1 for found in seen.values())


def _read(source: Source) -> Extracted:
    extracted = _converter(source.format)(source)
    if not extracted.text and not extracted.warnings:
        raise ConversionFailed(FailureCode.EMPTY, "The file holds no text.")
    if len(extracted.text) > source.limits.text_characters:
        raise ConversionFailed(FailureCode.TOO_LARGE, "The file holds more text than may be read.")
    if holds_macros(source.content, source.format):
        return replace(extracted, warnings=(*extracted.warnings, MACROS))
    return extracted


def _converter(format_: Format) -> Converter:
    module, function = CONVERTERS[format_].split(":")
    found: Converter = getattr(import_module(f"documents.ingest.converters.{module}"), function)
    return found
