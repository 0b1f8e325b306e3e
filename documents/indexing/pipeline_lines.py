"""Compare two pipeline files line by line."""

from collections.abc import Iterator
from dataclasses import dataclass

from documents.diffing import PartKind, runs

SECONDS = 0.5


@dataclass(frozen=True, kw_only=True)
class Line:
    """Carry a line with its number in the old and in the new file."""

    kind: PartKind
    old: int | None
    new: int | None
    text: str


def compare_lines(before: str, after: str) -> list[Line]:
    """Return the lines of both files in order; what is removed stands before what is added in its place."""
    return list(_lines(before.splitlines(), after.splitlines()))


def _lines(before: list[str], after: list[str]) -> Iterator[Line]:
    old = new = 0
    for kind, count in runs(before, after, SECONDS):
        for _ in range(count):
            text = after[new] if kind == "added" else before[old]
            is_old, is_new = kind != "added", kind != "removed"
            old, new = old + is_old, new + is_new
            yield Line(kind=kind, old=old if is_old else None, new=new if is_new else None, text=text)
