"""Read back what was extracted from a version."""

from documents.ingest.types import Extracted, PageSpan, SectionSpan
from documents.models import DocumentVersion


def stored_extract(version: DocumentVersion) -> Extracted:
    """Return the stored text of a version with its pages and sections."""
    return Extracted(
        text=version.text,
        language=version.language,
        pages=tuple(PageSpan(number, start, end) for number, start, end in version.pages),
        sections=tuple(SectionSpan(tuple(path), start, end) for path, start, end in version.sections),
    )
