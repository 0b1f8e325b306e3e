"""Read the files within a file, each under a heading of its own, with bounds on their depth, number and size."""

from dataclasses import dataclass
from pathlib import PurePath

from documents.ingest.clean import clean_line
from documents.ingest.convert import convert_within
from documents.ingest.draft import Draft
from documents.ingest.types import ConversionFailed, Source

MOST_NESTED, MOST_FILES, MOST_BYTES = 4, 200, 100 * 1024 * 1024


@dataclass(frozen=True, kw_only=True)
class Attachment:
    """Carry a file within a file; its name came from outside and is never a path here."""

    name: str
    content: bytes


def _plain_name(name: str) -> str:
    """Return the last part of a name from outside, on one line."""
    return clean_line(PurePath(name.replace("\\", "/").replace("\x00", "")).name)[:200] or "file"


def write_attachment(draft: Draft, attachment: Attachment, source: Source, level: int) -> None:
    """Write a file under its heading; one that cannot be read is a warning."""
    name, size = _plain_name(attachment.name), len(attachment.content)
    reason = _refusal(source, size)
    if not reason:
        source.spent.files += 1
        source.spent.bytes += size
        try:
            found = convert_within(source, attachment.content, name)
        except ConversionFailed as failure:
            reason = failure.detail[:1].lower() + failure.detail[1:].rstrip(".")
    if reason:
        draft.warnings.append(f"Attachment “{name}” was not read: {reason}.")
        return
    draft.heading(f"Attachment: {name}", level)
    draft.include(found)
    draft.warnings += [f"Attachment “{name}”: {warning}" for warning in found.warnings]


def _refusal(source: Source, size: int) -> str:
    """Say why no further file of this size is read within a file, or nothing."""
    if source.depth >= MOST_NESTED:
        return "it is nested too deeply"
    if source.spent.files >= MOST_FILES:
        return f"only {MOST_FILES} attached files are read"
    return "the attached files are too large together" if source.spent.bytes + size > MOST_BYTES else ""
