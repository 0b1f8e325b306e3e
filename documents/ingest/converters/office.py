"""Read office files, mail and e-books through kreuzberg, by way of Markdown."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import kreuzberg

from documents.ingest.archives import check_archive
from documents.ingest.converters.markdown import write_markdown
from documents.ingest.draft import Draft
from documents.ingest.types import ConversionFailed, Extracted, FailureCode, Format, Source

OPEN_XML = "application/vnd.openxmlformats-officedocument"
OPEN_DOCUMENT = "application/vnd.oasis.opendocument"
MIME_TYPES = {
    Format.PPTX: f"{OPEN_XML}.presentationml.presentation",
    Format.XLSX: f"{OPEN_XML}.spreadsheetml.sheet",
    Format.ODT: f"{OPEN_DOCUMENT}.text",
    Format.ODS: f"{OPEN_DOCUMENT}.spreadsheet",
    Format.ODP: f"{OPEN_DOCUMENT}.presentation",
    Format.EPUB: "application/epub+zip",
    Format.DOC: "application/msword",
    Format.PPT: "application/vnd.ms-powerpoint",
    Format.XLS: "application/vnd.ms-excel",
    Format.MSG: "application/vnd.ms-outlook",
    Format.RTF: "application/rtf",
    Format.EML: "message/rfc822",
    Format.RST: "text/x-rst",
    Format.ORG: "text/x-org",
}
ARCHIVES = {Format.PPTX, Format.XLSX, Format.ODT, Format.ODS, Format.ODP, Format.EPUB}
# The package's stubs do not know all of its settings.
SETTINGS: dict[str, Any] = {"use_cache": False, "disable_ocr": True, "output_format": "markdown"}

PLAINLY = "The file is damaged or of a very old kind: its words were read, but not all of its structure."


def convert_office(source: Source) -> Extracted:
    """Read any of the formats in MIME_TYPES."""
    if source.format in ARCHIVES:
        check_archive(source.content, source.limits)
    settings = kreuzberg.ExtractionConfig(**SETTINGS, concurrency=kreuzberg.ConcurrencyConfig(max_threads=1))
    try:
        result = kreuzberg.extract_bytes_sync(source.content, MIME_TYPES[source.format], settings)
    except (kreuzberg.KreuzbergError, RuntimeError, ValueError) as failure:
        raise _refusal(failure) from failure
    draft = Draft()
    write_markdown(draft, result.content)
    return draft.finish(_title(result.metadata))


def convert_plainly(source: Source) -> Extracted:
    """Read an old or damaged file for its words alone, and say so."""
    found = convert_office(source)
    return replace(found, warnings=(*found.warnings, PLAINLY))


def _title(metadata: Mapping[str, object]) -> str:
    core = metadata.get("core_properties")
    title = (
        metadata.get("title")
        or (core.get("title") if isinstance(core, dict) else "")
        or metadata.get("subject")
    )
    return title if isinstance(title, str) else ""


def _refusal(failure: Exception) -> ConversionFailed:
    message = str(failure).lower()
    if "password" in message or "encrypt" in message:
        return ConversionFailed(FailureCode.ENCRYPTED, "The file is protected by a password.")
    if "limit exceeded" in message or "too large" in message:
        return ConversionFailed(FailureCode.TOO_LARGE, "The file unpacks to more than may be read.")
    return ConversionFailed(FailureCode.CORRUPT, "The file is damaged and cannot be read.")
