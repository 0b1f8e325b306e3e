"""Hold a filter that was read: a tree of conditions, all frozen, without a database."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TypeAlias
from uuid import UUID


class Namespace(StrEnum):
    """Say where a key is looked for: in the metadata, in what the file says of itself, or among the fields."""

    METADATA = "metadata."
    PROPERTIES = "document.properties."
    FIELD = ""


@dataclass(frozen=True)
class Key:
    """Name what a condition is about."""

    namespace: Namespace
    name: str


@dataclass(frozen=True)
class Span:
    """A day or a month as it is written: `2026-01-31`, `2026-01`; a bound takes in all of it."""

    text: str

    @property
    def begin(self) -> date:
        """Return its first day."""
        return date.fromisoformat(self.text if len(self.text) > len("2026-01") else f"{self.text}-01")

    @property
    def end(self) -> date:
        """Return the first day after it."""
        if len(self.text) > len("2026-01"):
            return self.begin + timedelta(days=1)
        return (self.begin + timedelta(days=31)).replace(day=1)


@dataclass(frozen=True)
class Person:
    """A member as the filter names them, and where it does."""

    name: str
    path: str


# A moment has a zone.
Scalar: TypeAlias = str | int | float | bool | UUID | Span | Person | datetime


@dataclass(frozen=True)
class OneOf:
    """The value is one of these, or a list that holds one of them."""

    key: Key
    values: tuple[Scalar, ...]


@dataclass(frozen=True)
class Range:
    """The value compares with a bound of its own kind: `<`, `<=`, `>`, `>=`."""

    key: Key
    operator: str
    bound: Scalar


@dataclass(frozen=True)
class Present:
    """There is a value that is not null."""

    key: Key


@dataclass(frozen=True)
class Holds:
    """The value is a list with this in it, or a text that has this text within."""

    key: Key
    value: Scalar


@dataclass(frozen=True)
class Begins:
    """The value is a text that begins so."""

    key: Key
    start: str


@dataclass(frozen=True)
class Every:
    """All of these hold."""

    parts: tuple["Node", ...]


@dataclass(frozen=True)
class Some:
    """At least one of these holds."""

    parts: tuple["Node", ...]


@dataclass(frozen=True)
class Not:
    """This does not hold; what is missing makes no condition hold, so its opposite holds."""

    part: "Node"


Node: TypeAlias = OneOf | Range | Present | Holds | Begins | Every | Some | Not
# Every document is left.
NOTHING_ASKED = Every(())
