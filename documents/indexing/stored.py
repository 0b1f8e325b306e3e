"""Keep what was extracted from a version in its row, and read it back."""

from dataclasses import asdict
from typing import Any

from documents.ingest.types import BlockSpan, Extracted, PageSpan, SectionSpan
from documents.models import DocumentVersion, Reading

# The fields of a version that hold what was extracted from its file.
EXTRACTED_FIELDS = ("reading", "text", "language", "pages", "sections", "blocks", "properties", "warnings")


def kept_text(extracted: Extracted) -> dict[str, Any]:
    """Return the fields of a version that keep what was extracted from it."""
    return {
        "text": extracted.text,
        "language": extracted.language,
        "pages": [[span.number, span.start, span.end, span.label] for span in extracted.pages],
        "sections": [[list(span.path), span.start, span.end] for span in extracted.sections],
        "blocks": [asdict(block) for block in extracted.blocks],
        "properties": dict(extracted.properties),
        "warnings": list(extracted.warnings),
    }


def stored_reading(version: DocumentVersion, reading: int) -> Extracted:
    """Return a version as these converter settings read it; where nobody kept that, as it was read."""
    if version.reading == reading:
        return stored_extract(version)
    return stored_extract(Reading.objects.filter(version=version, reading=reading).first() or version)


def stored_extract(version: DocumentVersion | Reading) -> Extracted:
    """Return the stored text of a version with its structure."""
    return Extracted(
        text=version.text,
        language=version.language,
        # A page read before pages had labels has three parts.
        pages=tuple(PageSpan(*page) for page in version.pages),
        sections=tuple(SectionSpan(tuple(path), start, end) for path, start, end in version.sections),
        blocks=tuple(BlockSpan.of(block) for block in version.blocks),
        properties=version.properties,
        warnings=tuple(version.warnings),
    )
