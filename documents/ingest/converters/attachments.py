"""Read the files within a file, each under a heading of its own, with bounds on their depth, number and size."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import PurePath

from documents.ingest.clean import clean_line
from documents.ingest.convert import convert
from documents.ingest.draft import Draft
from documents.ingest.types import ConversionFailed, Source

MOST_NESTED, MOST_FILES, MOST_BYTES = 4, 200, 100 * 1024 * 1024


@dataclass(frozen=True, kw_only=True)
class Attachment:
    """Carry a file within a file; its name came from outside and is never a path here."""

    name: str
    content: bytes


@dataclass
class _Budget:
    """Count what one file from outside may hold in all."""

    depth: int = 0
    files: int = MOST_FILES
    bytes: int = MOST_BYTES

    def refuses(self, size: int) -> str:
        if self.depth > MOST_NESTED:
            return "it is nested too deeply"
        if self.files < 1:
            return f"only {MOST_FILES} attached files are read"
        return "the attached files are too large together" if size > self.bytes else ""


_budget: ContextVar[_Budget | None] = ContextVar("attached files of this file", default=None)


@contextmanager
def deeper() -> Iterator[_Budget]:
    """Go one level down in what the outermost file holds."""
    budget = _budget.get()
    token = None
    if budget is None:
        budget = _Budget()
        token = _budget.set(budget)
    budget.depth += 1
    try:
        yield budget
    finally:
        budget.depth -= 1
        if token is not None:
            _budget.reset(token)


def plain_name(name: str, otherwise: str = "file") -> str:
    """Return the last part of a name from outside, on one line."""
    return clean_line(PurePath(name.replace("\\", "/").replace("\x00", "")).name)[:200] or otherwise


def write_attachment(draft: Draft, attachment: Attachment, source: Source, *, label: str, level: int) -> bool:
    """Write a file under its heading, and say whether it was read; one that cannot be read is a warning."""
    name = plain_name(attachment.name)
    with deeper() as budget:
        reason = budget.refuses(len(attachment.content))
        if not reason:
            budget.files -= 1
            budget.bytes -= len(attachment.content)
            try:
                found = convert(attachment.content, name, source.limits, source.settings)
            except ConversionFailed as failure:
                reason = failure.detail[:1].lower() + failure.detail[1:].rstrip(".")
    if reason:
        draft.warnings.append(f"{label} “{name}” was not read: {reason}.")
        return False
    draft.heading(f"{label}: {name}", level)
    draft.include(found)
    draft.warnings += [f"{label} “{name}”: {warning}" for warning in found.warnings]
    return True
